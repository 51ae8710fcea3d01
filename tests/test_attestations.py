"""Attestations: they take the place of unverified findings, never of a violation, and only while they count."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from tests.project import AS_OF, KEPT, OVERDUE, TARGET, Project

DOCUMENT = b"The report of the penetration test."
ENTRY = {
    "targets": "[staging]",
    "clause": '"4.1.d"',
    "obligation": "penetration_test",
    "system": "organisation",
    "statement": "The test of this winter found nothing that is still open.",
    "signed_by": "security",
    "signed_at": "2026-01-10T09:00:00-05:00",
    "expires_at": "2027-01-10T09:00:00-05:00",
    "document": "report.pdf",
    "sha256": sha256(DOCUMENT).hexdigest(),
}


def written(project: Project, *entries: dict[str, str]) -> None:
    (project.folder / "policy" / "report.pdf").write_bytes(DOCUMENT)
    lines = ["attestations:"]
    for entry in entries:
        lines += [("  - " if not number else "    ") + f"{name}: {value}"
                  for number, (name, value) in enumerate(entry.items())]  # fmt: skip
    (project.folder / "policy" / "attestations.yaml").write_text("\n".join(lines) + "\n")


def finding(project: Project, kind: str = "penetration_test", clause: str = "4.1.d") -> dict[str, Any]:
    (found,) = [one for one in project.clause(clause)["findings"] if one["obligation"] == kind]
    return dict(found)


@pytest.fixture
def mapped(project: Project) -> Project:
    project.rows([KEPT])
    project.target()
    return project


def test_it_takes_the_place_of_the_unverified_finding_that_it_names(mapped: Project) -> None:
    written(mapped, ENTRY)
    mapped.audit("--clause", "4.1.d")
    told = finding(mapped)
    assert told["outcome"] == "attested"
    assert "by the role security" in told["message"]
    assert "nobody has attested it" in told["message"], "what the audit itself could tell stays visible"
    assert finding(mapped, "security_assessment")["outcome"] == "unverified", "another obligation of the clause"
    (kept,) = mapped.report()["acceptances"]
    assert (kept["state"], kept["document"], kept["role"]) == ("used", "report.pdf", "security")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"expires_at": AS_OF}, "it expired on 2026-03-01"),
        ({"signed_at": "2026-03-01T12:00:01Z"}, "signed only after the audited moment"),
        ({"expires_at": "2027-01-11T09:00:00-05:00"}, "longer than the clause allows, which is 1 year"),
        ({"sha256": "0" * 64}, "report.pdf has changed since"),
        ({"document": "gone.pdf"}, "gone.pdf is missing or cannot be read"),
    ],
)
def test_one_that_does_not_count_leaves_it_unverified_and_says_why(
    mapped: Project, change: dict[str, str], why: str
) -> None:
    written(mapped, ENTRY | change)
    mapped.audit("--clause", "4.1.d")
    told = finding(mapped)
    assert told["outcome"] == "unverified"
    assert why in told["message"]
    (kept,) = mapped.report()["acceptances"]
    assert kept["state"] == "void"
    assert why in kept["why"]


def test_the_day_of_a_year_later_still_counts(mapped: Project) -> None:
    written(mapped, ENTRY | {"signed_at": "2025-03-02T12:00:00Z", "expires_at": "2026-03-02T23:00:00Z"})
    mapped.audit("--clause", "4.1.d")
    assert finding(mapped)["outcome"] == "attested"


def test_it_never_outweighs_a_violation(mapped: Project) -> None:
    mapped.rows([OVERDUE])
    written(mapped, ENTRY | {"clause": '"6.c"', "obligation": "retention", "system": "crm"})
    assert mapped.audit("--clause", "6.c").code == 1
    assert finding(mapped, "retention", "6.c")["outcome"] == "violated"
    assert mapped.report()["acceptances"][0]["state"] == "unused"


def test_another_system_is_not_covered(mapped: Project) -> None:
    mapped.changed("targets/staging.yaml", "systems:", 'systems:\n  lake: {kind: sql, url: "sqlite:///lake.db"}')
    mapped.rows([])
    written(mapped, ENTRY | {"clause": '"6.c"', "obligation": "retention", "system": "lake", "none_occurred": "true"})
    assert mapped.audit("--clause", "6.c").code == 2
    assert finding(mapped, "retention", "6.c")["outcome"] == "unverified"


def test_one_for_another_target_is_not_told(mapped: Project) -> None:
    mapped.target(TARGET.replace("target: staging", "target: production"), "production")
    written(mapped, ENTRY | {"targets": "[production]"})
    mapped.audit("--clause", "4.1.d")
    assert finding(mapped)["outcome"] == "unverified"
    assert mapped.report()["acceptances"] == []


# Rigour 42: an empty register.
EMPTY = ENTRY | {"clause": '"6.c"', "obligation": "retention", "system": "crm"}


@pytest.mark.parametrize(
    ("may_be_empty", "none_occurred", "outcome", "why"),
    [
        (True, True, "attested", "Attested by"),
        (True, False, "unverified", "does not state that nothing occurred"),
        (False, True, "unverified", "does not say that the dataset may be empty"),
    ],
)
def test_an_empty_register_needs_both_the_target_and_a_statement(
    mapped: Project, may_be_empty: bool, none_occurred: bool, outcome: str, why: str
) -> None:
    mapped.rows([])
    if may_be_empty:
        mapped.changed("targets/staging.yaml", "key: id", "may_be_empty: true, key: id")
    written(mapped, EMPTY | ({"none_occurred": "true"} if none_occurred else {}))
    mapped.audit("--clause", "6.c")
    told = finding(mapped, "retention", "6.c")
    assert told["outcome"] == outcome
    assert why in told["message"]


def test_that_nothing_occurred_says_nothing_of_what_could_not_be_read(mapped: Project) -> None:
    mapped.changed("targets/staging.yaml", "table: communications", "may_be_empty: true, table: gone")
    written(mapped, EMPTY | {"none_occurred": "true"})
    mapped.audit("--clause", "6.c")
    told = finding(mapped, "retention", "6.c")
    assert told["outcome"] == "unverified"
    assert "that is not what is in doubt" in told["message"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"clause": '"4.1.z"'}, "no clause 4.1.z"),
        ({"obligation": "retention"}, "clause 4.1.d carries no obligation retention"),
        ({"system": "crn"}, "target staging has no system crn; did you mean 'crm'"),
        ({"targets": "[stagin]"}, "there is no target stagin"),
        ({"expires_at": "2026-01-09T09:00:00-05:00"}, "expires before it is signed"),
        ({"sha256": "abc"}, "sha256"),
        ({"signed": "me"}, "signed"),
    ],
)
def test_what_names_nothing_is_refused_with_its_line(mapped: Project, change: dict[str, str], said: str) -> None:
    written(mapped, ENTRY | change)
    told = mapped.audit("--clause", "4.1.d")
    assert told.code == 3
    assert said in told.err
    assert "attestations.yaml:" in told.err
    assert "report" not in mapped.files()


Attest = Callable[..., Any]


@pytest.fixture
def attest(mapped: Project) -> Attest:
    (mapped.folder / "shown.pdf").write_bytes(DOCUMENT)

    def attested(clause: str = "4.2.d", *more: str) -> Any:
        signed = ("--signed-by", "security", "--target", "staging")
        return mapped.told(
            "attest", clause, "--document", "shown.pdf", "--statement", "All is well there.", *signed, *more
        )

    return attested


def test_the_command_writes_what_the_audit_then_reads(mapped: Project, attest: Attest) -> None:
    assert attest().code == 0
    assert attest("4.1.d", "--obligation", "penetration_test").code == 0
    assert mapped.told("audit", "--target", "staging", "--clause", "4.2.d", "--clause", "4.1.d").code == 2
    assert finding(mapped, "security_audit", "4.2.d")["outcome"] == "attested"
    assert finding(mapped)["outcome"] == "attested"
    text = (mapped.folder / "policy" / "attestations.yaml").read_text()
    assert text.startswith("# yaml-language-server"), "what stood there stays"
    assert text.count('document: "../shown.pdf"') == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("4.1.d",), "say --obligation"),
        (("4.1.d", "--obligation", "mfa"), "carries no obligation mfa"),
        (("4.9",), "no clause '4.9'"),
        (("4.2",), "it obliges nobody"),
        (("4.2.d", "--until", "2099-01-01T00:00:00Z"), "longer than the clause allows"),
        (("4.2.d", "--until", "2027-01-01"), "names no time zone"),
        (("4.2.d", "--document", "gone.pdf"), "gone.pdf: there is no such file"),
        (("4.2.d", "--signed-by", "Nobody In Particular"), "signed_by"),
    ],
)
def test_the_command_writes_nothing_that_is_wrong(
    mapped: Project, attest: Attest, arguments: tuple[str, ...], said: str
) -> None:
    path = mapped.folder / "policy" / "attestations.yaml"
    before = path.read_text()
    told = attest(*arguments)
    assert (told.code, path.read_text()) == (3, before)
    assert said in told.err
