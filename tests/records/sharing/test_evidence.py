"""What a ground needs of the target, and how obligations that need different registers are kept apart."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clausecheck.audit.records import jobs, subjects
from clausecheck.model import Basis
from clausecheck.policy.obligations.sharing import DisclosureGround
from clausecheck.records.asking import Audit
from clausecheck.records.sharing.evidence import EVIDENCE, declared_grounds, lacking
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ground(name: str = "", *shown_by: str) -> DisclosureGround:
    return DisclosureGround(kind="disclosure_ground", basis=Basis.PUBLISHED, ground=name, shown_by=shown_by)


HOSTING = ground("cloud_hosting", "contract", "confidentiality_terms")
COURT = ground("required_by_law", "case_reference")
LOG = Place(system="sql", table="log", roles={"key": "id", "processor": "processor"})
PROCESSORS = Place(system="sql", table="p", roles={"key": "id", "service": "service", "starts_at": "since"})


def audit(*places: tuple[str, Place]) -> Audit:
    datasets = tuple(Dataset(name=name, category=name, places=(place,)) for name, place in places)
    target = Target(name="t", mode="read-only", environment="demo", systems={}, datasets=datasets)
    return Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="UTC", policy_date=date(2024, 3, 15), categories={},
        pseudonyms=Pseudonyms(b"key"), obligations=(ground(), HOSTING, COURT),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("register", "missing"),
    [
        (None, "the target maps no processors"),
        (PROCESSORS, "confidentiality"),
        (replace(PROCESSORS, roles={**PROCESSORS.roles, "confidentiality": "nda"}), ""),
    ],
)
def test_what_lacks_is_named(register: Place | None, missing: str) -> None:
    mapped = [("disclosures", LOG), *([("processors", register)] if register else [])]
    why = lacking(HOSTING, LOG, audit(*mapped))
    assert missing in why.reason if why else not missing
    assert why is None or why.remedy


def test_a_role_of_the_log_that_lacks_is_named() -> None:
    why = lacking(COURT, LOG, audit(("disclosures", LOG)))
    assert why
    assert "case_reference" in why.reason


def test_the_grounds_are_those_of_the_policy() -> None:
    assert declared_grounds(audit()) == {"cloud_hosting": HOSTING, "required_by_law": COURT}


def test_every_piece_of_evidence_of_the_schema_is_known() -> None:
    import json
    from pathlib import Path

    file = Path(__file__).parents[3] / "policy" / "schema" / "obligations.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    shown_by = schema["$defs"]["kinds"]["disclosure_ground"]["properties"]["shown_by"]
    assert set(shown_by["items"]["enum"]) == set(EVIDENCE)


def test_a_lost_register_costs_only_the_grounds_that_it_shows() -> None:
    """Each set of evidence is one job, so that what fails for one does not fail for the others."""
    audited = audit(("disclosures", LOG), ("processors", PROCESSORS))
    payments = replace(HOSTING, ground="payment_processing")
    wanted = [(one, place) for one in (HOSTING, payments, COURT) for place in subjects(one, audited.target)]
    assert [[getattr(one, "ground", "") for one, _ in job.answers] for job in jobs(wanted, audited)] == [
        ["cloud_hosting", "payment_processing"],
        ["required_by_law"],
    ]
