"""Worlds of every kind of system, in which personal values are planted everywhere: none is in what a run leaves, and
each verdict comes out of the evidence as it was.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clausecheck.audit.checks import Check, find_checks
from clausecheck.audit.rejudging import Rejudging, differences
from clausecheck.audit.session import Request, Session
from clausecheck.evidence.sealing import sealed
from clausecheck.evidence.stored import stored
from clausecheck.evidence.verifying import Expected, verified
from clausecheck.model import Outcome
from clausecheck.policy import Policy, load_policy
from fixtures.worlds.planted import found_in
from fixtures.worlds.scenarios import ROOT, Scenario, all_scenarios, staged
from fixtures.worlds.servers import Missing

STEMS = (
    "records_leave_on_time", "only_declared_data_is_collected", "stores_are_encrypted", "administrators_use_mfa",
    "access_is_limited_to_authorised_people", "backups_expire_on_time", "logs_expire_on_time",
    "scanner_results_are_fresh", "traffic_is_encrypted", "contact_details_are_published_and_answer",
    "nothing_is_stored_before_a_choice",
)  # fmt: skip
"""A check for each kind of system."""


def chosen(stem: str) -> Scenario:
    """The first world in which the check finds something, else the first."""
    of_it = [one for one in all_scenarios() if one.stem == stem]
    return next((one for one in of_it if one.expect["outcome"] == "violated"), of_it[0])


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "policy")


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    return find_checks(ROOT / "checks")


def kept(one: Scenario, folder: Path, policy: Policy, checks: list[Check]) -> Path:
    """The folder of the evidence of an audit of this world."""
    root = folder / "evidence"
    with staged(one, sql=one.databases[0], folder=folder / "world") as target:
        request = Request(
            root=ROOT, target=str(target), clauses=(one.expect["clause"],), as_of=one.as_of,
            clock=one.clock or one.as_of, evidence=root,
        )  # fmt: skip
        with Session(request, policy=policy, checks=[check for check in checks if check.stem == one.stem]) as session:
            session.gather(session.examinations)
            for examination in session.examinations:
                session.judge(examination)
            run = session.finish()
            assert session.keeping
            sealed(session.keeping, folder, {})
    return root / run.id


def written(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        yield path.name
        if path.is_file():
            yield path.read_bytes().decode(errors="replace")


@pytest.mark.parametrize("stem", STEMS)
def test_no_planted_value_is_kept_and_the_verdict_is_repeated(
    stem: str, tmp_path: Path, policy: Policy, checks: list[Check]
) -> None:
    one = chosen(stem)
    (tmp_path / "world").mkdir()
    try:
        run = kept(one, tmp_path, policy, checks)
    except Missing as missing:
        pytest.skip(str(missing))
    assert verified(tmp_path / "evidence", Expected()).problems == []
    leaked = {value for text in written(tmp_path / "evidence") for value in found_in(text)}
    assert not leaked
    told = stored(run)
    assert told.facts
    rejudging = Rejudging(
        stored=told, policy=load_policy(told.policy), root=ROOT, checks=[one for one in checks if one.stem == stem]
    )
    judged = rejudging.run(rejudging.policy.selected(told.run["selection"]))
    assert differences(told.findings, judged.findings) == []
    assert one.expect["outcome"] in {finding.outcome for finding in judged.findings} | {Outcome.WAIVED}
