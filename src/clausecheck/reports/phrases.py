"""Sentences about a run and its findings, for the page and the terminal; English unless a language is given."""

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from clausecheck.facts.listing import lists_keys
from clausecheck.model import Acceptance, Basis, ClauseResult, ContractResult, Expectation, Finding, Outcome, Run, Seen
from clausecheck.periods import Period
from clausecheck.reports.language import Language
from clausecheck.reports.words import ENGLISH, framework

_NOTHING_PROMISED = frozenset({Outcome.INFORMATIVE})
_STEP = re.compile(r"(?<=[^.;])(?:;|(?<=\w\w)\.) +(?=\S)")


def verdict(run: Run, said: Language = ENGLISH) -> str:
    """What a board member needs: "3 promises are broken, 58 could not be verified, 9 are kept."."""
    told = [(outcome, count) for outcome, count in run.totals().items() if count and outcome not in _NOTHING_PROMISED]
    if not told:
        return said.say("verdict.none")
    if len(told) == 1 and told[0][1] > 1:
        outcome, count = told[0]
        return said.say("verdict.all", promises=said.say("promises", count=count), verb=_verb(outcome, count, said))
    counted = (_counted(outcome, count, said, first=not place) for place, (outcome, count) in enumerate(told))
    return ", ".join(counted) + "."


def _counted(outcome: Outcome, count: int, said: Language, *, first: bool) -> str:
    who = said.say("promises", count=count) if first else said.number(count)
    return f"{who} {_verb(outcome, count, said)}"


def _verb(outcome: Outcome, count: int, said: Language) -> str:
    return said.say(f"outcomes.{outcome.value}.verb", count=count)


def place(finding: Finding) -> str:
    """Where it was looked: "crm.communications", "cloud: backup-2026", "" where no system is mapped."""
    system, resource = finding.system, finding.resource
    if not system or not resource or resource == system or resource.startswith(system + "."):
        return resource or system
    return f"{system}: {resource}"


def examined(finding: Finding, said: Language = ENGLISH) -> str:
    """How many were examined, "412 of 412 administrators examined", or what is known where some could not be read."""
    if not finding.examined:
        return said.say("examined.nothing")
    key = "examined.some" if finding.unreadable else "examined.all"
    return said.say(key, count=finding.examined, noun=said.noun(finding.noun))


def apart(finding: Finding, said: Language = ENGLISH) -> Iterator[str]:
    """What was counted apart from the violations, each where it is not zero."""
    for name in ("unreadable", "undecidable", "held", "excluded"):
        if count := getattr(finding, name):
            yield said.say(f"apart.{name}", count=count)


def of_how_many(finding: Finding, said: Language = ENGLISH) -> str:
    """How many offend: "17 of 8,412 communication records"."""
    return said.say("of_how_many", count=finding.violations, examined=finding.examined, noun=said.noun(finding.noun))


def found(finding: Finding) -> str:
    """What speaks against the promise, without the numbers at its end: those stand apart, and first."""
    return finding.found.removesuffix(f": {of_how_many(finding)}").rstrip(".")


def told(finding: Finding) -> str:
    """The message without the remedy at its end, which every report for a reader shows on a line of its own."""
    return finding.message.removesuffix(finding.remedy).rstrip() if finding.remedy else finding.message


def steps(remedy: str) -> tuple[str, ...]:
    """A remedy as what is to be done one after the other: "Enrol them; lock it." -> "Enrol them.", "Lock it."."""
    parts = [part.strip().rstrip(".;") for part in _STEP.split(remedy)]
    return tuple(f"{part[:1].upper()}{part[1:]}." for part in parts if part)


def reveal_command(finding: Finding, run: Run) -> str:
    """What the owner of the system types to see the keys behind pseudonyms; "" where it would list nothing."""
    return f"clausecheck reveal {shlex.quote(run.id)} {shlex.quote(finding.id)}" if lists_keys(finding) else ""


def without_waivers(run: Run, said: Language = ENGLISH) -> str:
    """The totals had nobody waived anything: "3 violated, 9 honoured."."""
    counts = run.totals(without_waivers=True)
    told = (f"{said.number(count)} {label(outcome, said)}" for outcome, count in counts.items() if count)
    return ", ".join(told) + "."


def label(outcome: Outcome, said: Language = ENGLISH) -> str:
    """An outcome within a sentence: "violated"."""
    return said.say(f"outcomes.{outcome.value}.within")


def since(seen: Seen | None, outcome: Outcome, zone: str, said: Language = ENGLISH) -> str:
    """Since when and in how many audits it has been so; "" where no earlier audit is known."""
    if seen is None:
        return ""
    if seen.runs <= 1:
        before = (
            said.say("since.unknown") if seen.before is None else said.say("since.before", was=label(seen.before, said))
        )
        return said.say("since.new", outcome=label(outcome, said), before=before)
    when = said.day(seen.since.astimezone(ZoneInfo(zone)).date())
    return said.say("since.long", count=seen.runs, outcome=label(outcome, said), when=when)


def accepted(one: Acceptance, said: Language = ENGLISH) -> str:
    """Who stated or accepted what, for what exactly, until when, and what became of it."""
    statement = one.statement if one.statement.endswith(".") else f"{one.statement}."
    parts = [
        said.say(
            f"accepted.{one.kind}", role=said.written(one.role), covers=said.named(one.covers),
            statement=said.written(statement), since=said.day(one.since.date()), until=said.day(one.until.date()),
        ),
        said.say("accepted.ticket", ticket=one.ticket) if one.ticket else "",
        said.say(f"accepted.{one.state}", why=said.told(one.why)),
    ]  # fmt: skip
    return said.joined(parts)


def contract_kept(one: ContractResult, said: Language = ENGLISH) -> str:
    """How many of its expectations hold: "9 of 10 expectations hold"."""
    kept = sum(each.outcome is Outcome.HONOURED for each in one.expectations)
    return said.say("contracts.kept", count=len(one.expectations), kept=kept)


def expectation(one: Expectation, said: Language = ENGLISH) -> str:
    """What was expected, and what became of it: "no key stands twice (not so: 3 rows)"."""
    became = said.say(f"contracts.{'not_so' if one.outcome is Outcome.VIOLATED else 'untold'}")
    rows = said.say("contracts.rows", count=one.unexpected) if one.unexpected else ""
    return said.say(
        "contracts.unkept", sentence=said.told(one.sentence), name=one.name,
        became=said.joined((became, rows or said.told(one.reason)), ": "),
    )  # fmt: skip


def term(value: str, said: Language = ENGLISH) -> str:
    """A term's value for a reader: "P5Y" -> "5 years", "communication_records" -> "communication records"."""
    try:
        period = Period.parse(value)
    except ValueError:
        return value.replace("_", " ")
    years, months = divmod(period.months, 12)
    return said.period(years=years, months=months, days=period.days)


def basis(finding: Finding, said: Language = ENGLISH) -> str:
    """What the obligation and its number rest on, and who stands for it: "a law: 26 CFR 1.6001-1"."""
    words = said.say(f"basis.{finding.basis.value}")
    if finding.approved_by:
        words = said.joined((words, said.say("basis.approved", role=said.written(finding.approved_by))), "")
    elif finding.basis is Basis.COMPANY:
        words = said.joined((words, said.say("basis.not_approved")), "")
    return said.joined((words, said.written(finding.source)), ": ")


def crosswalk(result: ClauseResult, said: Language = ENGLISH) -> Iterator[tuple[str, str]]:
    """The laws and standards beside a clause, by their own names, with what of them."""
    for name, provisions in result.clause.crosswalk.items():
        yield framework(name, said), ", ".join(provisions)


def citation(result: ClauseResult, run: Run, said: Language = ENGLISH) -> str:
    """One line that says exactly what was found on a clause, when, and where that can be checked."""
    proof = said.say("citation.evidence", digest=run.evidence.manifest_sha256) if run.evidence else ""
    return said.say(
        "citation.text", organisation=run.organisation, policy=run.policy_title, version=said.day(run.policy_version),
        clause=result.clause.id, outcome=label(result.outcome, said), target=run.target,
        when=said.moment(run.as_of, run.time_zone), run=run.id, evidence=proof,
    )  # fmt: skip


def tally(results: tuple[ClauseResult, ...]) -> tuple[tuple[Outcome, int], ...]:
    """How many clauses of each outcome, the worst first, without zeros; informative ones only where all are."""
    counted = Counter(result.outcome for result in results)
    obliging = [outcome for outcome in Outcome if counted[outcome] and outcome is not Outcome.INFORMATIVE]
    return tuple((outcome, counted[outcome]) for outcome in obliging or counted)
