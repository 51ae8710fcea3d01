"""The states of a site, side by side in one browser, once an audit: both facts about it are read from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Final

from clausecheck.connectors.website.browser.driving import lent, run, side_by_side
from clausecheck.connectors.website.browser.program import program_of
from clausecheck.connectors.website.browser.session import Session
from clausecheck.connectors.website.browser.states import visited
from clausecheck.connectors.website.settings import Site
from clausecheck.connectors.website.trust import pins
from clausecheck.errors import CannotVerify
from clausecheck.facts import STATES
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

_KEPT: Final = 8
_MARGIN: Final = 30.0
"""Seconds beyond what the visits themselves are given, before a browser that no longer answers is left."""


@dataclass
class _Once:
    """One system's visits by state, or why there are none; `system` keeps the identity that it is found by."""

    system: System
    lock: Lock
    expected: set[str] = field(default_factory=set)
    done: dict[str, Session] = field(default_factory=dict)
    failed: CannotVerify | None = None


_gathered: dict[int, _Once] = {}
_lock = Lock()


def expect(system: System, states: Iterable[str]) -> None:
    """Say before anything is gathered which states an audit will ask for, so that they are visited together."""
    _once(system).expected.update(states)


def sessions(site: Site, system: System, states: Iterable[str] = ()) -> Sequence[Session]:
    """The visits of an audit, in the order of `STATES`: those expected and those asked for, all where there are none.

    Whoever asks second gets the same ones. A target is loaded anew for each audit, and its systems with it.
    `CannotVerify` where there is no browser, or it cannot be driven, or a private authority vouches for nothing;
    `ModuleNotFoundError` without playwright.
    """
    once = _once(system)
    with once.lock:
        if once.failed is not None:
            raise once.failed
        wanted = once.expected | set(states) or set(STATES)
        try:
            new = [state for state in STATES if state in wanted and state not in once.done]
            once.done.update(zip(new, _visited(site, new), strict=True) if new else ())
        except CannotVerify as failure:
            once.failed = failure
            raise
        return [once.done[state] for state in STATES if state in wanted]


def _once(system: System) -> _Once:
    with _lock:
        if id(system) not in _gathered:
            for old in list(_gathered)[: max(len(_gathered) - _KEPT + 1, 0)]:
                del _gathered[old]
            _gathered[id(system)] = _Once(system=system, lock=Lock())
        return _gathered[id(system)]


def _visited(site: Site, states: Sequence[str]) -> Sequence[Session]:
    import playwright  # noqa: F401 - says at once what is not installed

    program = program_of(site.program)
    with lent(program, pins(site)) as browser:
        visits = [partial(visited, browser, site, state) for state in states]
        try:
            return run(side_by_side(visits), _longest(site))
        except TimeoutError:
            raise CannotVerify(
                f"the browser did not come back from system {site.system} within {_longest(site):g} s",
                remedy="see what the site does to a browser",
            ) from None
        except Exception as error:
            raise CannotVerify(
                f"the browser that visited system {site.system} broke off ({kind_of(error)})", remedy="run again"
            ) from None


def _longest(site: Site) -> float:
    return site.time_limit + 4 * (len(site.every_page) + 2) * (site.settle + 1) + _MARGIN
