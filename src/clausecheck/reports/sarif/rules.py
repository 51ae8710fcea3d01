"""Rules and taxonomies of the SARIF files: a rule for each check on each clause that the results need."""

from collections.abc import Iterable, Iterator

from clausecheck.model import Clause, Finding, Run, Severity
from clausecheck.reports.documents import stable_uuid
from clausecheck.reports.markdown import escaped
from clausecheck.reports.phrases import basis, term
from clausecheck.reports.sarif.results import LEVELS, Judgement
from clausecheck.reports.words import framework, spoken

_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.NONE: "0.0",
}
"""In the middle of what GitHub calls critical (over 9.0), high (7.0 to 8.9), medium (4.0 to 6.9) and low."""
_MOST_TAGS = 20


def rules(judged: Iterable[Judgement]) -> dict[str, Judgement]:
    """The first judgement of each rule, by the rule's id, in the order of the results."""
    first: dict[str, Judgement] = {}
    for one in judged:
        first.setdefault(one.rule, one)
    return first


def rule(id_: str, one: Judgement) -> dict[str, object]:
    """A `reportingDescriptor` with help for a reader, severity, and what the crosswalk relates the clause to."""
    clause, finding = one.clause, one.finding
    return {
        "id": id_,
        "name": spoken(finding.check or finding.obligation).title().replace(" ", ""),
        "shortDescription": {"text": f"{clause.id} {clause.title}"},
        "fullDescription": {"text": clause.promise},
        "help": {"text": "\n\n".join(_help(clause, finding)), "markdown": _markdown(clause, finding)},
        "defaultConfiguration": {"level": LEVELS[clause.severity]},
        "relationships": list(_relationships(clause)),
        "properties": {
            "security-severity": _SCORES[clause.severity],
            "problem.severity": {"note": "recommendation"}.get(LEVELS[clause.severity], LEVELS[clause.severity]),
            "precision": "very-high",
            "tags": _tags(clause, finding),
        },
    }


def _tags(clause: Clause, finding: Finding) -> list[str]:
    """GitHub refuses a file with more than twenty tags on a rule, and shows ten."""
    known = ["privacy", "security", f"clause-{clause.id}", finding.obligation, f"owner-{clause.owner}"]
    return [*known, *(framework(name) for name in clause.crosswalk)][:_MOST_TAGS]


def _help(clause: Clause, finding: Finding) -> Iterator[str]:
    """Promise, how it is looked at, terms and what they rest on, remedy, owner: what is the same for every place."""
    yield f"The published policy promises: {clause.promise}"
    if finding.how:
        yield f"How it is checked: {finding.how}"
    for name, value in finding.terms.items():
        yield f"{spoken(name)}: {term(value)}"
    yield f"The obligation rests on {basis(finding)}."
    if finding.remedy:
        yield f"What to do: {finding.remedy}"
    yield f"Owner: {clause.owner or 'nobody named'}"
    for name, ids in clause.crosswalk.items():
        yield f"{framework(name)}: {', '.join(ids)}"


def _markdown(clause: Clause, finding: Finding) -> str:
    lines = [escaped(line) for line in _help(clause, finding)]
    return f"## {escaped(clause.id)} {escaped(clause.title)}\n\n" + "\n\n".join(lines)


def _relationships(clause: Clause) -> Iterator[dict[str, object]]:
    for name, ids in clause.crosswalk.items():
        for provision in ids:
            target = {"id": provision, "toolComponent": {"name": name, "guid": stable_uuid("taxonomy", name)}}
            yield {"target": target, "kinds": ["relevant"]}


def taxonomies(run: Run, judged: Iterable[Judgement]) -> list[dict[str, object]]:
    """The laws and standards that the rules are related to, each with the provisions that are named."""
    named: dict[str, dict[str, None]] = {}
    for one in judged:
        for name, ids in one.clause.crosswalk.items():
            named.setdefault(name, {}).update(dict.fromkeys(ids))
    return [_taxonomy(run, name, list(ids)) for name, ids in named.items()]


def _taxonomy(run: Run, name: str, ids: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "guid": stable_uuid("taxonomy", name),
        "fullName": framework(name),
        "shortDescription": {"text": f"Provisions of {framework(name)} that speak of the same things: no conclusion."},
        "organization": run.organisation,
        "isComprehensive": False,
        "taxa": [{"id": id_, "guid": stable_uuid("taxon", name, id_)} for id_ in ids],
    }
