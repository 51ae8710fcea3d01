"""`protects:` of backups names systems of the target, and each tool has what it needs."""

from collections.abc import Callable

import pytest

from clausecheck.errors import TargetError
from clausecheck.targets.model import Target

TEXT = """
target: t
mode: read-only
environment: staging
systems:
  crm: {kind: sql, url: "sqlite:///crm.db"}
  nightly: {kind: backups, tool: directory, path: dumps, protects: PROTECTS}
datasets: []
"""


@pytest.mark.parametrize("protects", ["crm", "[crm]", '{crm: "crm-*"}'])
def test_backups_protect_systems_of_the_target(loaded: Callable[..., Target], protects: str) -> None:
    assert loaded(TEXT.replace("PROTECTS", protects)).systems["nightly"].settings["tool"] == "directory"


@pytest.mark.parametrize("protects", ["crmm", "[crm, crmm]", '{crm: "crm-*", crmm: "x"}'])
def test_a_system_that_there_is_not_is_refused_with_the_nearest_one(
    loaded: Callable[..., Target], protects: str
) -> None:
    with pytest.raises(TargetError, match=r"'crmm'.*crm"):
        loaded(TEXT.replace("PROTECTS", protects))


@pytest.mark.parametrize(
    "system",
    [
        "{kind: backups, tool: directory, protects: crm}",
        "{kind: backups, tool: restic, protects: crm}",
        "{kind: backups, tool: tape, protects: crm}",
        "{kind: backups, tool: directory, path: dumps}",
        "{kind: backups, tool: directory, path: dumps, protects: crm, keeps: a month}",
        "{kind: backups, tool: restic, repository: /r, password: written-out, protects: crm}",
        "{kind: logs, keeps: P30D}",
        "{kind: scanner}",
    ],
)
def test_a_system_without_what_its_tool_needs_is_refused(loaded: Callable[..., Target], system: str) -> None:
    with pytest.raises(TargetError, match="nightly"):
        loaded(TEXT.replace("{kind: backups, tool: directory, path: dumps, protects: PROTECTS}", system))
