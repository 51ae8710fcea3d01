import csv
import io

from clausecheck.model import Holding, Run
from clausecheck.reports import ropa
from tests.reports.sample import FORMULA, SCRIPT, sample_run

HOLDINGS = (
    Holding(
        dataset="communications", category="communication_records", system="crm", resource="crm.communications",
        regions=("us-east-1",), recipients=("postmark: contract",),
    ),
    Holding(
        dataset="invoices", category="financial_records", system="crm", resource="crm.invoices", is_copy=True,
        acting_as="processor", regions=("us-east-1", FORMULA), recipients=(SCRIPT,),
    ),
)  # fmt: skip


def rows(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ropa.render(run), newline="")))


def test_a_clause_meets_the_place_that_it_was_judged_in() -> None:
    (late,) = [row for row in rows(sample_run(holdings=HOLDINGS)) if row["resource"] == "crm.communications"]
    assert (late["clause"], late["dataset"], late["category"]) == ("6.c", "communications", "communication records")
    assert (late["regions"], late["recipients"], late["kept_for"]) == ("us-east-1", "postmark: contract", "5 years")
    assert (late["acting_as"], late["copy"], late["outcome"]) == ("controller", "no", "violated")


def test_a_place_of_which_no_clause_speaks_has_a_row_of_its_own() -> None:
    (invoices,) = [row for row in rows(sample_run(holdings=HOLDINGS)) if row["dataset"] == "invoices"]
    assert (invoices["clause"], invoices["outcome"], invoices["copy"]) == ("", "", "yes")
    assert invoices["acting_as"] == "processor"


def test_what_a_system_declares_is_told_of_its_other_resources_too() -> None:
    (holds,) = [row for row in rows(sample_run(holdings=HOLDINGS)) if row["resource"] == "crm.legal_holds"]
    assert (holds["regions"].split("; ")[0], holds["dataset"]) == ("us-east-1", "")


def test_without_a_map_the_findings_alone_make_the_table(run: Run) -> None:
    assert {row["clause"] for row in rows(run)} == {"4.1.b", "4.1.c", "6", "6.a", "6.c"}
