"""summary.md: the audit on one page of Markdown, for GitHub's step summary, a pull request or a wiki.

Whatever comes from a system is text: no markup, no link, no mention and no HTML. GitHub takes 1 MiB a step.
"""

import re
from collections.abc import Iterable, Iterator

from clausecheck.history.comparing import Change
from clausecheck.model import Acceptance, ClauseResult, Outcome, Run, Severity
from clausecheck.reports.past import changed, has_baseline
from clausecheck.reports.phrases import accepted, found, of_how_many, place, told, verdict, without_waivers
from clausecheck.reports.silent import findings_of
from clausecheck.reports.words import WORDS, day, moment, number, plural, visible

LONGEST = 1_000_000
"""Bytes of UTF-8; a little less than GitHub's 1 MiB, as other steps may write to the same page."""
_SIGNS = {sign: f"\\{sign}" for sign in "\\`*_{}[]()#+|!~$"}
_ESCAPES = {**_SIGNS, "&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
"""In this order: what stands for a sign must not be escaped again, so `\\` and `#` come before what brings them in."""
_LINKS = re.compile(r"(://|www\.)", re.IGNORECASE)
_CELL = 400


def render(run: Run) -> str:
    """Markdown: the verdict, totals, what changed, then what is violated, unverified and accepted."""
    parts = [*_opening(run), *_totals(run), *_changes(run)]
    parts += _clauses(run, Outcome.VIOLATED)
    parts += _clauses(run, Outcome.UNVERIFIED)
    parts += _acceptances(run)
    return _within(parts, LONGEST)


def escaped(text: str) -> str:
    """A text on one line that Markdown and HTML show as it is."""
    line = " ".join(visible(text).split())
    for sign, escape in _ESCAPES.items():  # one by one is faster than `translate`, as most of them are never there
        if sign in line:
            line = line.replace(sign, escape)
    if "://" not in line and "www." not in line.lower():
        return line
    return _LINKS.sub(lambda link: link[0].replace("/", "&#47;").replace(".", "&#46;"), line)


def _opening(run: Run) -> Iterator[str]:
    yield f"# {escaped(verdict(run))}\n\n"
    yield (
        f"{escaped(run.organisation)}: {escaped(run.policy_title)} of {day(run.policy_version)}, "
        f"held against {escaped(run.target)} as of {moment(run.as_of, run.time_zone)}. Run `{_code(run.id)}`.\n\n"
    )
    if not run.complete:
        yield "**Incomplete.** This audit did not look at everything that it was meant to look at.\n\n"
    if run.selection:
        yield f"Only {escaped(', '.join(run.selection))} was asked for.\n\n"
    for warning in run.warnings:
        yield f"> {escaped(warning)}\n\n"


def _code(text: str) -> str:
    return visible(text).replace("`", "'")


def _totals(run: Run) -> Iterator[str]:
    totals = {outcome: count for outcome, count in run.totals().items() if count}
    yield "| outcome | clauses | what it means |\n|---|---:|---|\n"
    for outcome, count in totals.items():
        words = WORDS[outcome]
        yield f"| {words.symbol} {words.label} | {number(count)} | {words.meaning} |\n"
    yield "\n"
    if totals.get(Outcome.WAIVED):
        yield f"Without waivers: {without_waivers(run)}\n\n"


def _changes(run: Run) -> Iterator[str]:
    """What changed since the run before; nothing where there is none."""
    if not has_baseline(run):
        return
    changes = [changed(run, one) for one in run.findings]
    counted = [f"{number(changes.count(kind))} {kind.value}" for kind in Change if kind in changes]
    yield f"Since the run before: {', '.join(counted) or 'nothing changed'}.\n\n"


def _clauses(run: Run, outcome: Outcome) -> Iterator[str]:
    results = sorted((one for one in run.clauses if one.outcome is outcome), key=_severity)
    if not results:
        return
    yield f"## {WORDS[outcome].label}: {plural(len(results), 'clause')}\n\n"
    yield "| clause | promise | severity | where | found | what to do |\n|---|---|---|---|---|---|\n"
    for result in results:
        yield from _rows(result)
    yield "\n"


def _severity(result: ClauseResult) -> int:
    return list(Severity).index(result.clause.severity)


def _rows(result: ClauseResult) -> Iterator[str]:
    clause = result.clause
    for finding in findings_of(result):
        if finding.outcome is result.outcome:
            count = f"{of_how_many(finding)}: {found(finding)}" if finding.violations else told(finding)
            cells = (clause.id, clause.title, clause.severity.value, place(finding), count, finding.remedy)
            yield f"| {' | '.join(escaped(_short(text)) for text in cells)} |\n"


def _short(text: str) -> str:
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _acceptances(run: Run) -> Iterator[str]:
    if run.acceptances:
        yield "## Attested and waived\n\n"
        yield from (f"- {escaped(one.clause)}: {escaped(_said(one))}\n" for one in run.acceptances)


def _said(one: Acceptance) -> str:
    return _short(accepted(one))


def _within(parts: Iterable[str], longest: int) -> str:
    """As many parts as fit, and how many do not: the worst stand first, so they are kept."""
    kept, size, left = [], 0, 0
    for part in parts:
        size += len(part.encode())
        if left or size > longest - 200:
            left += 1
        else:
            kept.append(part)
    if left:
        kept.append(f"\n{plural(left, 'more line')} would not fit here; index.html and findings.csv have them all.\n")
    return "".join(kept)
