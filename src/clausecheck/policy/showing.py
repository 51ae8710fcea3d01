"""A policy for `clausecheck policy show`: as JSON, and as lines for a terminal."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from clausecheck.model import Clause, Obligation
from clausecheck.policy.model import Policy
from clausecheck.policy.terms import in_words, plain_value, terms_of

_WIDTH = 100


def as_json(policy: Policy, clause_filter: Iterable[str] = ()) -> dict[str, Any]:
    """The clauses selected, in the order of the policy; `CommandError` for an id that it does not have."""
    return {
        "policy": {
            "organisation": policy.organisation,
            "title": policy.title,
            "version": policy.version.isoformat(),
            "time_zone": policy.time_zone,
        },
        "clauses": [_clause(clause) for clause in policy.selected(clause_filter)],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    informative = {"informative": clause.informative} if clause.informative else {}
    return {
        "id": clause.id,
        "title": clause.title,
        "promise": clause.promise,
        "severity": clause.severity.value,
        "owner": clause.owner,
        **informative,
        "obligations": [_obligation(obligation) for obligation in clause.obligations],
        "crosswalk": {name: list(provisions) for name, provisions in clause.crosswalk.items()},
    }


def _obligation(obligation: Obligation) -> dict[str, Any]:
    grounds = {"source": obligation.source, "approved_by": obligation.approved_by}
    terms = {name: plain_value(value) for name, value in terms_of(obligation).items()}
    given = {name: value for name, value in grounds.items() if value}
    return {"kind": obligation.kind, **terms, "basis": obligation.basis.value, **given}


def as_lines(policy: Policy, clause_filter: Iterable[str] = ()) -> list[str]:
    """The same for a reader: number, title, promise, what it obliges to."""
    titles = {section.id: section.title for section in policy.sections}
    lines = [f"{policy.organisation}: {policy.title} of {policy.version}"]
    section = ""
    for clause in policy.selected(clause_filter):
        if (number := clause.id.split(".")[0]) != section:
            section = number
            lines += ["", f"{section}. {titles.get(section, '')}"]
        lines += _clause_lines(clause, policy.frameworks)
    return lines


def _clause_lines(clause: Clause, frameworks: Mapping[str, str]) -> list[str]:
    kept = "informative" if clause.informative else f"{clause.severity.value}, {clause.owner}"
    lines = ["", f"{clause.id}  {clause.title} [{kept}]", *_wrapped(clause.promise)]
    if clause.informative:
        lines += _wrapped(f"Obliges nobody: {clause.informative}")
    for obligation in clause.obligations:
        lines += _wrapped(f"- {_sentence(obligation)}", hanging="  ")
    for name, provisions in clause.crosswalk.items():
        lines += _wrapped(f"{frameworks.get(name, name)}: {', '.join(provisions)}")
    return lines


def _sentence(obligation: Obligation) -> str:
    terms = [f"{in_words(name)}: {in_words(value)}" for name, value in terms_of(obligation).items()]
    grounds = {"law": obligation.source, "company": f"approved by {obligation.approved_by}"}
    ground = ", ".join(part for part in (obligation.basis.value, grounds.get(obligation.basis.value, "")) if part)
    return "; ".join([in_words(obligation.kind), *terms]) + f" ({ground})"


def _wrapped(text: str, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="    " + hanging)
