"""ropa.csv: which clause speaks of which system, with what the target declares of it.

It is made of what an audit knows: a start for the record of processing activities (GDPR Art. 30) and a way to hold an
existing one against what was really looked at, but not that record: purposes and kinds of people stand in the policy.
One row for each clause and place; a mapped place of which no clause of the run speaks has a row without a clause.
"""

from collections.abc import Iterator

from clausecheck.model import Clause, Finding, Holding, Outcome, Run
from clausecheck.reports import table
from clausecheck.reports.phrases import term
from clausecheck.reports.words import framework

COLUMNS = (
    "clause", "title", "promise", "owner", "obligation", "dataset", "category", "system", "resource", "copy",
    "acting_as", "regions", "recipients", "kept_for", "outcome", "examined", "provisions",
)  # fmt: skip


def render(run: Run) -> str:
    """CSV as `findings.csv` is. `kept_for` is the period of the obligation; `provisions` are the crosswalk's."""
    return table.rendered(COLUMNS, _rows(run))


def _rows(run: Run) -> Iterator[dict[str, object]]:
    places = {one.resource: one for one in run.holdings}
    systems = {one.system: one for one in run.holdings}
    told: set[str] = set()
    for result in run.clauses:
        for finding in result.findings:
            if finding.system:
                told.add(finding.resource)
                place = places.get(finding.resource)
                yield {**_declared(place or systems.get(finding.system), place), **_row(result.clause, finding)}
    for holding in run.holdings:
        if holding.resource not in told:
            yield _declared(holding, holding)


def _declared(system: Holding | None, place: Holding | None) -> dict[str, object]:
    """What the target says of the system, and, where the finding is about one mapped place, of that."""
    known: dict[str, object] = {}
    if system:
        known |= {"system": system.system, "regions": "; ".join(system.regions)}
        known["recipients"] = "; ".join(system.recipients)
    if place:
        known |= {"dataset": place.dataset, "category": term(place.category), "resource": place.resource}
        known |= {"acting_as": place.acting_as, "copy": "yes" if place.is_copy else "no"}
    return known


def _row(clause: Clause, finding: Finding) -> dict[str, object]:
    known = {
        "clause": clause.id,
        "title": clause.title,
        "promise": clause.promise,
        "owner": clause.owner,
        "obligation": term(finding.obligation),
        "category": term(finding.terms.get("category", "")),
        "system": finding.system,
        "resource": finding.resource,
        "acting_as": finding.acting_as,
        "kept_for": term(finding.terms.get("period", "")),
        "outcome": finding.outcome.value,
        "provisions": "; ".join(f"{framework(name)} {', '.join(ids)}" for name, ids in clause.crosswalk.items()),
    }
    examined = {} if finding.outcome is Outcome.ATTESTED and not finding.examined else {"examined": finding.examined}
    return {**{name: value for name, value in known.items() if value}, **examined}
