"""Sentences about a run and its findings, for the page and the terminal."""

from collections import Counter
from collections.abc import Iterator

from clausecheck.model import Acceptance, Basis, ClauseResult, ContractResult, Expectation, Finding, Outcome, Run
from clausecheck.periods import Period
from clausecheck.reports.words import BASIS, WORDS, day, number, plural

_NOTHING_PROMISED = frozenset({Outcome.INFORMATIVE})


def verdict(run: Run) -> str:
    """What a board member needs: "3 promises are broken, 58 could not be verified, 9 are kept."."""
    told = [(outcome, count) for outcome, count in run.totals().items() if count and outcome not in _NOTHING_PROMISED]
    if not told:
        return "No promise was audited."
    if len(told) == 1 and told[0][1] > 1:
        outcome, count = told[0]
        return f"All {number(count)} promises {WORDS[outcome].many}."
    return ", ".join(_counted(outcome, count, first=not place) for place, (outcome, count) in enumerate(told)) + "."


def _counted(outcome: Outcome, count: int, *, first: bool) -> str:
    who = plural(count, "promise") if first else number(count)
    return f"{who} {WORDS[outcome].one if count == 1 else WORDS[outcome].many}"


def place(finding: Finding) -> str:
    """Where it was looked: "crm.communications", "cloud: backup-2026", "" where no system is mapped."""
    system, resource = finding.system, finding.resource
    if not system or not resource or resource == system or resource.startswith(system + "."):
        return resource or system
    return f"{system}: {resource}"


def examined(finding: Finding) -> str:
    """How many were examined, "412 of 412 administrators examined", or what is known where some could not be read."""
    if not finding.examined:
        return "Nothing was examined"
    count = number(finding.examined)
    if finding.unreadable:
        return f"{count} {finding.noun} examined"
    return f"{count} of {count} {finding.noun} examined"


def apart(finding: Finding) -> Iterator[str]:
    """What was counted apart from the violations, each where it is not zero."""
    if finding.unreadable:
        yield f"{number(finding.unreadable)} could not be read in full"
    if finding.undecidable:
        yield f"{number(finding.undecidable)} could not be decided: their own values do not tell"
    if finding.held:
        yield f"{number(finding.held)} kept under a legal hold"
    if finding.excluded:
        yield f"{number(finding.excluded)} outside of this question"


def of_how_many(finding: Finding) -> str:
    """How many offend: "17 of 8,412 communication records"."""
    return f"{number(finding.violations)} of {number(finding.examined)} {finding.noun}"


def found(finding: Finding) -> str:
    """What speaks against the promise, without the numbers at its end: those stand apart, and first."""
    return finding.found.removesuffix(f": {of_how_many(finding)}").rstrip(".")


def told(finding: Finding) -> str:
    """The message without the remedy at its end, which every report for a reader shows on a line of its own."""
    return finding.message.removesuffix(finding.remedy).rstrip() if finding.remedy else finding.message


def without_waivers(run: Run) -> str:
    """The totals had nobody waived anything: "3 violated, 9 honoured."."""
    counts = run.totals(without_waivers=True)
    return (
        ", ".join(f"{number(count)} {WORDS[outcome].label.lower()}" for outcome, count in counts.items() if count) + "."
    )


def accepted(one: Acceptance) -> str:
    """Who stated or accepted what, for what exactly, until when, and what became of it."""
    who = "Attested" if one.kind == "attestation" else "Waived"
    said = one.statement if one.statement.endswith(".") else f"{one.statement}."
    ticket = f" Ticket {one.ticket}." if one.ticket else ""
    became = {
        "used": "It counts in this audit.",
        "unused": "Nothing in this audit needed it.",
        "void": f"It does not count: {one.why}.",
    }
    return (
        f"{who} by the role {one.role} for {one.covers}, from {day(one.since.date())} until {day(one.until.date())}: "
        f"{said}{ticket} {became[one.state]}"
    )


def contract_kept(one: ContractResult) -> str:
    """How many of its expectations hold: "9 of 10 expectations hold"."""
    kept = sum(each.outcome is Outcome.HONOURED for each in one.expectations)
    return f"{number(kept)} of {plural(len(one.expectations), 'expectation')} hold"


def expectation(one: Expectation) -> str:
    """What was expected, and what became of it: "no key stands twice (not so: 3 rows)"."""
    rows = f": {plural(one.unexpected, 'row')}" if one.unexpected else ""
    became = "not so" if one.outcome is Outcome.VIOLATED else "nobody could tell"
    return f"{one.sentence} ({became}{rows or (f': {one.reason}' if one.reason else '')}; {one.name})"


def term(value: str) -> str:
    """A term's value for a reader: "P5Y" -> "5 years", "communication_records" -> "communication records"."""
    try:
        return Period.parse(value).in_words()
    except ValueError:
        return value.replace("_", " ")


def basis(finding: Finding) -> str:
    """What the obligation and its number rest on, and who stands for it: "a law: 26 CFR 1.6001-1"."""
    words = BASIS[finding.basis]
    if finding.approved_by:
        words += f", approved by {finding.approved_by}"
    elif finding.basis is Basis.COMPANY:
        words += ", not approved by anybody yet"
    return f"{words}: {finding.source}" if finding.source else words


def tally(results: tuple[ClauseResult, ...]) -> tuple[tuple[Outcome, int], ...]:
    """How many clauses of each outcome, the worst first, without zeros; informative ones only where all are."""
    counted = Counter(result.outcome for result in results)
    obliging = [outcome for outcome in Outcome if counted[outcome] and outcome is not Outcome.INFORMATIVE]
    return tuple((outcome, counted[outcome]) for outcome in obliging or counted)
