"""Every kind of system with personal values wherever one can be, through real runs at their loudest: nothing of it is
in what the run wrote, on the terminal, or in the command line of any process.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausecheck.connectors.all_connectors import ALL_CONNECTORS
from fixtures.worlds.planted import found_in
from fixtures.worlds.servers import Missing
from tests.privacy.everywhere import ANSWERING, FAILING, targeted
from tests.project import AS_OF, COMMAND, PYTEST, Project
from tests.test_privacy import LOUDEST, commands_while

WORLD = "world"
RUN = ("--target", "staging", "--as-of", AS_OF)


def left(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file of a project but what was planted: its path, and its path with what it holds."""
    for path in folder.rglob("*"):
        place = path.relative_to(folder)
        if place.parts[0] not in {WORLD, "targets", "policy", "checks"}:
            held = path.read_bytes().decode(errors="replace") if path.is_file() else ""
            yield str(place), f"{place}\n{held}"


def asked(project: Project) -> set[str]:
    """The systems that the run's evidence says were read."""
    (calls,) = (project.folder / "report" / "evidence").glob("*/calls.jsonl")
    return {json.loads(line)["system"] for line in calls.read_text(encoding="utf-8").splitlines()}


def test_every_connector_is_among_them() -> None:
    kinds = {"ldap" if kind == "directory" else kind for kind in ANSWERING} - {"files"}
    assert kinds == set(ALL_CONNECTORS)
    assert set(FAILING) == set(ANSWERING) - {"sql"}


@pytest.mark.parametrize("loud", [False, True], ids=["command", "pytest"])
@pytest.mark.parametrize("described", [ANSWERING, FAILING], ids=["answering", "failing"])
def test_no_planted_value_is_anywhere(
    described: dict[str, object], loud: bool, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSECHECK_HISTORY", ".clausecheck/history.sqlite")
    command = (*PYTEST, *RUN, *LOUDEST) if loud else (*COMMAND, "audit", *RUN)
    try:
        with targeted(described, project.folder / WORLD, project.folder / "targets" / "staging.yaml") as systems:
            run = project.started(command)
            said, commands = commands_while(run)
    except Missing as missing:
        pytest.skip(str(missing))
    assert run.returncode == 1, said[-3000:]
    assert asked(project) >= systems
    texts = {"the terminal": said, "a command line": commands, **dict(left(project.folder))}
    assert {where: found for where, text in texts.items() if (found := found_in(text))} == {}
    assert any(where.endswith("history.sqlite") for where in texts)
