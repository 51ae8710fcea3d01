from collections.abc import Callable

import pytest

from clausecheck.errors import Problem
from clausecheck.targets import Target

TEXT = """\
target: staging
environment: staging
systems:
  crm:
    kind: sql
    url: x
    inventory:
      - {name: rates, no_personal_data: Rates of a central bank}
      - {name: v_mails, mapped_by: mails}
      - {name: "${SPOOL}", mapped_by: crm}
datasets:
  - {name: mails, category: communication_records, system: crm, table: mails, key: id, recorded_at: at}
"""


def test_what_a_system_holds_besides_its_datasets_is_declared(loaded: Callable[..., Target]) -> None:
    rates, view, spool = loaded(TEXT, {"SPOOL": "spool-7"}).systems["crm"].inventory
    assert (rates.name, rates.mapped_by, rates.no_personal_data) == ("rates", "", "Rates of a central bank")
    assert (view.name, view.mapped_by) == ("v_mails", "mails")
    assert (spool.name, spool.mapped_by) == ("spool-7", "crm")
    assert "inventory" not in loaded(TEXT, {"SPOOL": "spool-7"}).systems["crm"].settings


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mapped_by: mails}", "mapped_by: mials}", "did you mean 'mails'?"),
        ("{name: v_mails, mapped_by: mails}", "{name: rates, mapped_by: mails}", "'rates' is declared twice"),
        ("{name: v_mails, mapped_by: mails}", "{name: v_mails}", "inventory"),
        ("no_personal_data: Rates of a central bank", "no_personal_data: ''", "inventory"),
    ],
)
def test_a_declaration_that_says_nothing_is_refused(
    refused: Callable[..., tuple[Problem, ...]], old: str, new: str, said: str
) -> None:
    problems = refused(TEXT.replace(old, new), {"SPOOL": "spool-7"})
    assert any(said in str(problem) for problem in problems), problems
