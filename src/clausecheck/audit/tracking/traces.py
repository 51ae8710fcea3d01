"""Traces of visits: each thing that is stored and each host that is asked, once over the states that matter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from clausecheck.facts import NO_CHOICE, REFUSED, SIGNAL, WITHDRAWN, Population, Trace, Visit

NOUN: Final = "things stored and hosts asked"
REQUESTS: Final = "requests"
_Found = tuple[str, str, str, str, bool]
"""(kind, name, host, label, whether it is the site's own)"""


def before_a_choice(visits: Population[Visit]) -> Population[Trace]:
    """What a visitor finds who has chosen nothing, on all pages."""
    return _traces(visits, (NO_CHOICE,), _all_of)


def under_signal(visits: Population[Visit]) -> Population[Trace]:
    """What a visitor finds whose browser sends the opt-out signal, and who has chosen nothing else."""
    return _traces(visits, (SIGNAL,), _all_of)


def after_refusal(visits: Population[Visit]) -> Population[Trace]:
    """What was stored, renewed or asked from the moment on at which a visitor refused, or withdrew."""
    return _traces(visits, (REFUSED, WITHDRAWN), _after_choice)


def _traces(
    visits: Population[Visit], states: Sequence[str], of: Callable[[Visit], Iterator[_Found]]
) -> Population[Trace]:
    seen = [visit for visit in visits if visit.state in states]
    found: dict[_Found, list[str]] = {}
    for visit in seen:
        for one in of(visit):
            found.setdefault(one, []).append(visit.state)
    return Population(
        noun=NOUN,
        members=tuple(_trace(one, where) for one, where in found.items()),
        unreadable=tuple(lack for visit in seen for lack in visit.lacks),
        counts={f"pages seen, state {visit.state!r}": len(visit.pages) for visit in seen},
        warnings=visits.warnings,
        where_to_look=visits.where_to_look,
    )


def _trace(one: _Found, states: Iterable[str]) -> Trace:
    kind, name, host, label, is_own = one
    where = tuple(dict.fromkeys(states))
    told = f"{label} ({' and '.join(where)})"
    return Trace(label=told, kind=kind, name=name, host=host, first_party=is_own, states=where)


def _all_of(visit: Visit, *, after: bool = False) -> Iterator[_Found]:
    for stored in visit.stored:
        if stored.after_choice or not after:
            yield stored.kind, stored.name, stored.host, stored.label, stored.first_party
    asked = [one for one in visit.requests if one.after_choice or not after]
    for host, is_own in dict.fromkeys((one.host, one.first_party) for one in asked):
        yield REQUESTS, host, host, f"requests to {host}", is_own


def _after_choice(visit: Visit) -> Iterator[_Found]:
    return _all_of(visit, after=True)
