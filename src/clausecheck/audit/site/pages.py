"""The pages of a website, read once an audit, whichever promises are about them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from clausecheck.audit.administrators import context_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.once import once
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import connector
from clausecheck.errors import CannotVerify
from clausecheck.facts import Page, Population, Unreadable
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System, Target

KIND: Final = "website"
MISSING: Final = "a website (a system of kind website)"
Answer = Callable[[Obligation, System, Audit], Any]


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    """Every website."""
    return [Subject(system=system.name) for system in target.systems.values() if system.kind == KIND]


def jobs(answer: Answer, wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a website, which answers every obligation that asks."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.system, []).append((obligation, subject))
    return [
        Job(system=name, answers=group, run=partial(_run, answer, name, group, audit))
        for name, group in together.items()
    ]  # fmt: skip


def _run(answer: Answer, name: str, group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    return [_answered(answer, obligation, audit.target.systems[name], audit) for obligation, _ in group]


def _answered(answer: Answer, obligation: Obligation, system: System, audit: Audit) -> Any:
    """One obligation that cannot be told leaves the others theirs."""
    try:
        return answer(obligation, system, audit)
    except CannotVerify as reason:
        return reason


def missing(_obligation: Obligation) -> str:
    return MISSING


def pages_of(system: System, audit: Audit) -> Population[Page]:
    """The pages of this website; `CannotVerify` where none could be read at all."""
    return once(system, "pages", lambda: connector(system.kind).FACTS["pages"](system, context_of(audit)))


def called(name: str, system: System, audit: Audit) -> list[Page]:
    """The pages that the target calls by this name. `CannotVerify` where there is none, or none that was shown."""
    told = pages_of(system, audit)
    pages = [page for page in told if name in page.roles]
    if not pages:
        lacking = _why(told.unreadable)
        raise CannotVerify(
            f"no page of {system.name} is known as its {name}{lacking}",
            remedy=f"name it: `named_pages: {{{name}: /…}}`",
        )
    for page in pages:
        if not 200 <= page.status < 300:
            raise CannotVerify(
                f"{page.label}, which the target calls {name}, answered {page.status}",
                remedy="see that the target names the page that visitors are shown",
            )
    return pages


def _why(unreadable: Sequence[Unreadable]) -> str:
    return f"; {'; '.join(map(str, unreadable))}" if unreadable else ""


def names(system: System) -> Collection[str]:
    """What the target calls its pages: a page that it names and nobody could read is not to be taken for another."""
    named: Any = system.settings.get("named_pages") or {}
    return set(named)


def unshown(pages: Iterable[Page]) -> tuple[Unreadable, ...]:
    """Pages that tell too little, for a population that is made of what they show."""
    return tuple(Unreadable(what=page.label, why=why, remedy=remedy) for page in pages for why, remedy in _lacks(page))


def _lacks(page: Page) -> Iterator[tuple[str, str]]:
    if page.untold:
        yield page.untold, ""
    elif not 200 <= page.status < 300:
        yield f"it answered {page.status}", "see that the target names the pages that visitors are shown"
    elif page.via != "browser":
        yield "its scripts did not run, and they may show more", BROWSER


BROWSER: Final = "pip install 'clausecheck[browser]' and apt-get install chromium"
