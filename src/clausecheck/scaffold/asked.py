"""What was asked for, once it agrees with the house rules, the policy and what stands there already."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausecheck.check_files import CheckFile
from clausecheck.documents import did_you_mean
from clausecheck.errors import CommandError, Problem
from clausecheck.model import Clause

_SENTENCE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", re.ASCII)
NOT_A_PROMISE = ("verify", "ensure", "validate", "check", "test", "assert")
"""First words that say what a program does; a stem says what the company promises."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A new check that nothing stands against."""

    stem: str
    clause: str
    kind: str
    topic: str


def agreed(
    root: Path,
    stem: str,
    clause: str,
    kind: str | None,
    topic: str | None,
    *,
    clauses: Sequence[Clause],
    checks: Sequence[CheckFile],
) -> Asked:
    """The check asked for; `CommandError` with everything that stands against it."""
    problems = [*_wrong_with(stem), *_standing(root, stem, checks)]
    found = next((one for one in clauses if one.id == clause), None)
    if not found:
        problems.append(_problem(f"no clause {clause}{did_you_mean(clause, [one.id for one in clauses])}", "--clause"))
        raise CommandError(problems)
    kind = kind or _open_kind(found, checks, problems)
    problems += _against(kind, found, checks)
    topic = topic or _topic_of(found, clauses, checks, problems)
    problems += _wrong_folder(topic, root)
    if problems:
        raise CommandError(problems)
    return Asked(stem=stem, clause=clause, kind=kind, topic=topic)


def _wrong_with(stem: str) -> Iterator[Problem]:
    if not _SENTENCE.fullmatch(stem):
        yield _problem(f"{stem!r} is no sentence in snake_case, such as records_leave_on_time")
    if stem.partition("_")[0] in NOT_A_PROMISE:
        yield _problem(f"{stem!r} says what a program does; name the promise kept, such as administrators_use_mfa")


def _standing(root: Path, stem: str, checks: Sequence[CheckFile]) -> Iterator[Problem]:
    """What exists already under this stem; a stem with a path in it has been refused before, and is not looked up."""
    if not _SENTENCE.fullmatch(stem):
        return
    folders = (root / "fixtures" / "scenarios" / stem, root / "docs" / "checks" / f"{stem}.md")
    for path in (*(check.path for check in checks if check.stem == stem), *folders):
        if path.exists():
            yield _problem(f"{path.relative_to(root)} exists already")


def _open_kind(clause: Clause, checks: Sequence[CheckFile], problems: list[Problem]) -> str:
    """The clause's one kind without a check; "", and a problem that lists them, where it is not one."""
    judged = {check.kind for check in checks}
    kinds = list(dict.fromkeys(one.kind for one in clause.obligations if one.kind not in judged))
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        problems.append(_problem(f"clause {clause.id} has several kinds: {', '.join(kinds)}; name one", "--kind"))
    elif clause.obligations:
        problems.append(_problem(f"each obligation of clause {clause.id} has its check", "--clause"))
    else:
        problems.append(_problem(f"clause {clause.id} carries no obligation: give it one in the policy", "--clause"))
    return ""


def _against(kind: str, clause: Clause, checks: Sequence[CheckFile]) -> Iterator[Problem]:
    kinds = [one.kind for one in clause.obligations]
    if kind and kind not in kinds:
        yield _problem(f"clause {clause.id} has no obligation of kind {kind!r}{did_you_mean(kind, kinds)}", "--kind")
    for check in checks:
        if check.kind == kind:
            yield _problem(f"{check.stem} judges {kind!r} already", "--kind")


def _topic_of(clause: Clause, clauses: Sequence[Clause], checks: Sequence[CheckFile], problems: list[Problem]) -> str:
    """The one topic in which the checks of the clause's own section lie."""
    section = clause.id.partition(".")[0]
    kinds = {obligation.kind for one in clauses if one.is_within(section) for obligation in one.obligations}
    found = sorted({check.topic for check in checks if check.kind in kinds})
    if len(found) == 1:
        return found[0]
    told = f"the checks of section {section} lie in {', '.join(found) or 'no folder yet'}"
    problems.append(_problem(f"{told}; name the folder of checks/ that this one belongs in", "--topic"))
    return ""


def _wrong_folder(topic: str, root: Path) -> Iterator[Problem]:
    topics = sorted(path.name for path in (root / "checks").iterdir() if path.is_dir() and path.name.isidentifier())
    if topic and topic not in topics:
        yield _problem(f"checks/ has no folder {topic!r}{did_you_mean(topic, topics)}", "--topic")


def _problem(message: str, key: str = "NAME") -> Problem:
    return Problem(message=message, key=key)
