"""Thinks about a policy: what its text leaves open, where it contradicts itself, what no check reads.

Remarks are warnings and questions. Nothing here makes a policy wrong; `load_policy` does that.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from clausecheck.model import Basis, Clause
from clausecheck.policy.collected import kept
from clausecheck.policy.contradictions import contradictions
from clausecheck.policy.crosschecks import position
from clausecheck.policy.lock import load_lock
from clausecheck.policy.model import Policy
from clausecheck.policy.obligations import OBLIGATIONS
from clausecheck.policy.remarks import Remark, RemarkKind
from clausecheck.policy.terms import in_words, periods_of, terms_of
from clausecheck.policy.words_of_promise import strong_words

LOCK_NAME = "published.lock"


def lint(
    policy: Policy,
    *,
    reads: Mapping[str, frozenset[str]] | None = None,
    published: Mapping[str, str] | None = None,
    planned: Mapping[str, str] | None = None,
) -> list[Remark]:
    """Every remark, in the order of the policy.

    `reads` gives for each kind the terms that its check or the audit reads; without it, only kinds that no check
    knows are told. `published` gives the published text by clause, whose words are then looked at too. `planned`
    names the check to come for kinds that have none. `PolicyError` where `published.lock` is there and cannot be read.
    """
    remarks = [
        *_without_period(policy),
        *contradictions(policy),
        *_words(policy, published or {}),
        *_proposed(policy),
        *_unread(policy, reads, planned or {}),
        *_not_locked(policy),
    ]
    order = list(RemarkKind)
    return sorted(remarks, key=lambda remark: (position(remark.clause), order.index(remark.kind), remark.message))


def _on(clause: Clause, kind: RemarkKind, message: str, question: str = "") -> Remark:
    return Remark(clause=clause.id, kind=kind, message=message, question=question, file=clause.file, line=clause.line)


def _without_period(policy: Policy) -> Iterator[Remark]:
    for one in kept(policy):
        title = one.clause.title
        subject = title[:1].lower() + title[1:] if not title[1:2].isupper() else title
        question = f"How long is it kept ({subject}), from when, and which category of records does it belong to?"
        if one.why:
            yield _on(one.clause, RemarkKind.NO_PERIOD, one.why, question)


def _words(policy: Policy, published: Mapping[str, str]) -> Iterator[Remark]:
    for clause in policy.clauses:
        if not clause.obligations:
            continue
        ours, theirs = strong_words(clause.promise), strong_words(published.get(clause.id, ""))
        for word, (put, question) in {**ours, **theirs}.items():
            says = "the published text says" if word in theirs else "the promise, in our words, says"
            yield _on(clause, RemarkKind.STRONG_WORD, f"{says} {put!r}", f"What does {word!r} mean here? {question}")


def _proposed(policy: Policy) -> Iterator[Remark]:
    """Numbers that the text does not give (rigour 4)."""
    for clause, obligation in policy.obligations:
        periods = periods_of(obligation)
        if obligation.basis is Basis.COMPANY and periods:
            terms = ", ".join(f"{in_words(name)} {period.in_words()}" for name, period in periods.items())
            yield Remark(
                clause=clause.id,
                kind=RemarkKind.PROPOSED,
                message=f"the text has no number for {in_words(obligation.kind)}; proposed: {terms}",
                question=f"Is that right? It stands for approval by the role {obligation.approved_by}.",
                file=obligation.file,
                line=obligation.line,
            )


def _unread(policy: Policy, reads: Mapping[str, frozenset[str]] | None, planned: Mapping[str, str]) -> Iterator[Remark]:
    """Kinds that no check judges, and terms of a kind that its check does not read."""
    for clause, obligation in policy.obligations:
        kind = obligation.kind
        unread = [name for name in terms_of(obligation) if reads and name not in reads.get(kind, frozenset())]
        if kind not in (OBLIGATIONS if reads is None else reads):
            later = f"; {planned[kind]} will" if kind in planned else ""
            message = f"no check reads {kind} yet{later}"
        elif unread:
            message = f"no check reads {', '.join(unread)} of {kind}"
        else:
            continue
        yield Remark(
            clause=clause.id, kind=RemarkKind.UNREAD, message=message, file=obligation.file, line=obligation.line
        )


def _not_locked(policy: Policy) -> Iterator[Remark]:
    """Where the YAML and the lock of the text it was written for do not have the same places or date."""
    path: Path = policy.folder / LOCK_NAME
    if not path.exists():
        return
    lock = load_lock(path)
    clauses = {clause.id: clause for clause in policy.clauses}
    for id_ in lock.fingerprints:
        if id_ not in clauses:
            message = "the published text has this place, the policy's files have no clause for it"
            yield Remark(clause=id_, kind=RemarkKind.NOT_LOCKED, message=message, file=str(path))
    for id_, clause in clauses.items():
        if id_ not in lock.fingerprints:
            yield _on(clause, RemarkKind.NOT_LOCKED, f"{LOCK_NAME} has no such place of the published text")
    if lock.version != policy.version and policy.clauses:
        message = f"policy.yaml is of {policy.version}, the locked text of {lock.version}"
        yield _on(policy.clauses[0], RemarkKind.NOT_LOCKED, message)
