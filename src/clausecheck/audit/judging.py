"""From an examination and its fact to a finding: the only place where an outcome is decided."""

from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import fields, replace
from inspect import signature
from typing import Any

from clausecheck.audit.accepting import Accepting
from clausecheck.audit.all_facts import UnknownFact
from clausecheck.audit.planning import Examination
from clausecheck.errors import CannotVerify, Violation
from clausecheck.facts import SHOWN, Population, Records, RowClass
from clausecheck.model import Finding, Obligation, Outcome
from clausecheck.periods import Calendar
from clausecheck.redaction import kind_of

Fact = Population[Any] | Records


def raising(reason: CannotVerify) -> Callable[[], Fact]:
    """Instead of a fact: why there is none."""

    def raise_it() -> Fact:
        raise reason

    return raise_it


def judge(
    examination: Examination,
    fact: Callable[[], Fact],
    accepting: Accepting | None = None,
    calendar: Calendar | None = None,
) -> Finding:
    """The finding of one examination. `fact` waits for what was gathered and raises what gathering raised.

    `accepting` knows what was waived and attested; `calendar` is handed to a check that asks for it. Never raises but
    for an interruption: what nobody foresaw is unverified, and a fault of our own.
    """
    finding = _judged(examination, fact, accepting, calendar)
    return accepting.attested(finding) if accepting else finding


def _judged(
    examination: Examination, fact: Callable[[], Fact], accepting: Accepting | None, calendar: Calendar | None
) -> Finding:
    told: Fact | None = None
    try:
        told = fact()
        return _verdict(examination, told, accepting, calendar)
    except CannotVerify as reason:
        return _unverified(examination, told, reason)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except UnknownFact as misfit:
        return _our_fault(examination, told, str(misfit))
    except BaseException as error:  # pytest's own outcomes and SystemExit are no Exception, and no verdict either
        why = f"the check itself failed ({kind_of(error)}), which is a fault of clausecheck, not of the system"
        return _our_fault(examination, told, why)


def _verdict(examination: Examination, fact: Fact, accepting: Accepting | None, calendar: Calendar | None) -> Finding:
    try:
        _run(examination, fact, calendar)
    except Violation as violation:
        finding = _violated(examination, fact, violation)
        return _excused(finding, violation.offenders, accepting) if accepting else finding
    return _honoured(examination, fact)


def _excused(finding: Finding, offenders: Sized, accepting: Accepting) -> Finding:
    """Waived where valid waivers cover each counter-example; what they cover of a violation is told beside it."""
    excuse = accepting.excuse(finding.clause, finding.check, offenders)
    message = " ".join((finding.message, *excuse.notes))
    finding = replace(finding, message=message, waived=excuse.covered, waived_by=excuse.by)
    if not excuse.covered:
        return finding
    where = ", ".join(excuse.by)
    if excuse.covered < finding.violations:
        told = f"{excuse.covered:,} of these {finding.violations:,} are waived ({where})."
        return replace(finding, message=f"{message} {told}")
    return replace(finding, outcome=Outcome.WAIVED, message=f"{message} Each of them is waived ({where}).")


def _run(examination: Examination, fact: Fact, calendar: Calendar | None) -> None:
    (name,) = examination.check.facts
    asked = signature(examination.check.function).parameters
    beside = {"obligation": examination.obligation, "calendar": calendar}
    examination.check.function(**{name: fact}, **{name: told for name, told in beside.items() if name in asked})


def _violated(examination: Examination, fact: Fact | None, violation: Violation) -> Finding:
    number, total = len(violation.offenders), len(fact or ())
    noun = fact.noun if fact is not None else "records"
    examples = _examples(violation.offenders)
    found = f"{violation.found}: {number:,} of {total:,} {noun}"
    named = f" For example {', '.join(examples)}." if examples else ""
    message = f"{_sentence(violation.promised)} {found}.{_undecided(fact)}{named} {violation.remedy}"
    return _finding(
        examination,
        fact,
        Outcome.VIOLATED,
        message,
        offenders=violation.offenders,
        violations=number,
        examples=examples,
        promised=violation.promised,
        found=found,
        remedy=violation.remedy,
        extra_counts=violation.counts,
        may_be_breach=_may_be_breach(examination.obligation, {**_classes(fact), **violation.counts}),
    )


def _may_be_breach(obligation: Obligation, counts: Mapping[str, int]) -> bool:
    named = obligation.BREACH_COUNTS
    return obligation.MAY_BE_BREACH and (not named or any(counts.get(name) for name in named))


def _undecided(fact: Fact | None) -> str:
    """A violation stands whatever else is unclear, but the reader is told that more may come (rigour 6)."""
    number = sum(fact.undecidable.values()) if isinstance(fact, Records) else 0
    return f" {number:,} more could not be decided." if number else ""


def _honoured(examination: Examination, fact: Fact | None) -> Finding:
    """Honoured, unless the population is empty or partly unreadable: then nobody could tell."""
    reasons = _doubts(fact)
    if reasons:
        told = _unverified(examination, fact, CannotVerify("; ".join(reasons), remedy=_remedies(fact)))
        return replace(told, is_empty=reasons == _emptiness(fact)) if fact is not None else told
    examined = len(fact or ())
    noun = fact.noun if fact is not None else "records"
    message = f"{_sentence(examination.check.promise)} {_examined(fact, examined, noun)}"
    return _finding(examination, fact, Outcome.HONOURED, message, promised=examination.check.promise)


def _examined(fact: Fact | None, examined: int, noun: str) -> str:
    if not examined and isinstance(fact, Population):
        return f"Looked at in full, {fact.told_in_full_by} has no {noun}."
    return f"All {examined:,} {noun} were examined; none speaks against it."


def _doubts(fact: Fact | None) -> list[str]:
    if fact is None:
        return ["nothing was gathered"]
    doubts = [f"{unreadable.what} could not be read ({unreadable.why})" for unreadable in fact.unreadable]
    doubts += [f"{len(untold):,} {fact.noun} could not be told ({why})" for why, untold in _untold(fact).items()]
    if isinstance(fact, Records):
        doubts += [f"{count:,} {fact.noun} do not decide ({why})" for why, count in fact.undecidable.items() if count]
    return doubts if len(fact) or doubts else _emptiness(fact)


def _emptiness(fact: Fact) -> list[str]:
    """Why an empty population proves nothing; nothing where whoever told it tells everything there is."""
    if isinstance(fact, Population) and fact.told_in_full_by:
        return []
    return [f"there are no {fact.noun} to examine, and an empty place proves nothing"]


def _untold(fact: Fact, offending: Sized = ()) -> dict[str, list[Any]]:
    """The members that tell too little, by reason, those left out that offend anyway."""
    told: dict[str, list[Any]] = {}
    if isinstance(fact, Population):
        offends = {id(one) for one in _members(offending)}
        for member in fact:
            if member.untold and id(member) not in offends:
                told.setdefault(member.untold, []).append(member)
    return told


def _remedies(fact: Fact | None) -> str:
    if fact is None:
        return ""
    remedies = [one.remedy for one in fact.unreadable if one.remedy]
    if isinstance(fact, Records) and any(fact.undecidable.values()):
        remedies.append("complete or correct the rows that do not decide")
    if not (len(fact) or remedies):
        remedies.append("map the place where the records really lie")
    return "; ".join(dict.fromkeys(remedies))


def _unverified(examination: Examination, fact: Fact | None, reason: CannotVerify) -> Finding:
    tried = f" Tried: {reason.tried}." if reason.tried else ""
    remedy = f" {_sentence(reason.remedy)}" if reason.remedy else ""
    return _finding(
        examination,
        fact,
        Outcome.UNVERIFIED,
        f"Nobody could tell: {reason.reason}.{tried}{remedy}",
        promised=examination.check.promise,
        found=reason.reason,
        remedy=_sentence(reason.remedy),
        reasons=(reason.reason,),
    )


def _our_fault(examination: Examination, fact: Fact | None, reason: str) -> Finding:
    return _finding(
        examination,
        fact,
        Outcome.UNVERIFIED,
        f"Nobody could tell: {reason}.",
        promised=examination.check.promise,
        found=reason,
        remedy="Report it to the maintainers with the version and the check's name.",
        reasons=(reason,),
        our_fault=True,
    )


def _finding(
    examination: Examination,
    fact: Fact | None,
    outcome: Outcome,
    message: str,
    *,
    offenders: Sized = (),
    extra_counts: Any = None,
    **known: Any,
) -> Finding:
    obligation, dataset = examination.obligation, examination.subject.dataset
    counts = {**_classes(fact), **(extra_counts or {})}
    return Finding(
        id=f"{examination.check.stem}[{examination.id}]",
        clause=examination.clause.id,
        check=examination.check.stem,
        obligation=obligation.kind,
        system=examination.subject.system,
        resource=examination.subject.resource,
        outcome=outcome,
        message=message,
        counts={name: count for name, count in counts.items() if count},
        basis=obligation.basis,
        approved_by=obligation.approved_by,
        source=obligation.source,
        how=examination.check.how,
        acting_as=dataset.acting_as if dataset else "",
        may_be_empty=bool(dataset and dataset.may_be_empty),
        terms=terms_of(obligation),
        **_numbers(fact, offenders),
        **known,
    )


def _numbers(fact: Fact | None, offenders: Sized) -> dict[str, Any]:
    if fact is None:
        return {}
    unread = len(fact.unreadable) + sum(map(len, _untold(fact, offenders).values()))
    numbers: dict[str, Any] = {
        "noun": fact.noun,
        "examined": len(fact),
        "unreadable": unread,
        "where_to_look": fact.where_to_look,
        "warnings": fact.warnings,
    }
    if isinstance(fact, Population):
        return {**numbers, "excluded": fact.excluded}
    return {
        **numbers,
        "undecidable": sum(fact.undecidable.values()),
        "held": fact.held,
        "excluded": sum(fact.excluded.values()),
        "ages": fact.ages,
    }


def _classes(fact: Fact | None) -> dict[str, int]:
    """The finer classes of a fact, by a phrase that a reader understands."""
    if not isinstance(fact, Records):
        return dict(fact.counts) if fact else {}
    undecidable = {f"undecidable: {why}": count for why, count in fact.undecidable.items()}
    return {**fact.counts, **undecidable, **{f"left out: {why}": count for why, count in fact.excluded.items()}}


def terms_of(obligation: Obligation) -> dict[str, str]:
    """The obligation's own terms as words: `{"period": "P5Y"}`."""
    own = {field.name for field in fields(obligation)} - {field.name for field in fields(Obligation)}
    values = {name: getattr(obligation, name) for name in sorted(own)} or dict(obligation.terms)
    return {name: _term(value) for name, value in values.items() if value not in ("", (), None)}


def _term(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _examples(offenders: Sized) -> tuple[str, ...]:
    if isinstance(offenders, RowClass):
        return offenders.examples[:SHOWN]
    return tuple(str(one.label) for one in _members(offenders)[:SHOWN])


def _members(offenders: Sized) -> Sequence[Any]:
    """The facts that offend, where they are facts; rows that offend are only counted."""
    return offenders if isinstance(offenders, Sequence) else ()


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
