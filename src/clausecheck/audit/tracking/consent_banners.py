"""What it takes to refuse and to accept, and how long either is remembered, as two visits found it."""

from datetime import timedelta
from typing import Final

from clausecheck.facts import ACCEPTED, REFUSED, ConsentBanner, Population, Visit

NOUN: Final = "consent banners"
_WITH_THE_SESSION: Final = timedelta(0)
_A_DAY: Final = timedelta(days=1)


def consent_banners(visits: Population[Visit]) -> Population[ConsentBanner]:
    """The one banner of the site, with the steps to each of its answers. A site that rightly asks nobody has none to
    either; one that shows a banner where the target says that it asks nobody cannot be told.
    """
    seen = {visit.state: visit for visit in visits if visit.state in (REFUSED, ACCEPTED)}
    refusing, accepting = (seen[state].steps if state in seen else None for state in (REFUSED, ACCEPTED))
    lacks = tuple(lack for visit in seen.values() for lack in visit.lacks)
    untold = ""
    if any(visit.banner_seen and visit.steps == 0 for visit in seen.values()):
        untold = "a banner was seen, and the target says that nobody is asked"
    elif None in (refusing, accepting) and not lacks:
        untold = "not both answers could be given"
    banner = ConsentBanner(
        label="the consent banner",
        refusing=refusing,
        accepting=accepting,
        days_sooner=_days_sooner(seen[REFUSED], seen[ACCEPTED]) if len(seen) > 1 else 0,
        untold=untold,
    )
    return Population(
        noun=NOUN,
        members=(banner,),
        unreadable=lacks,
        warnings=visits.warnings,
        where_to_look=visits.where_to_look,
    )


def _days_sooner(refused: Visit, accepted: Visit) -> int:
    """Which cookie remembers the answer nobody says: each that both answers leave behind may. Whole days, as the two
    were not looked at in the same second.
    """
    longer, shorter = _lasting(accepted), _lasting(refused)
    days = (round((longer[one] - shorter[one]) / _A_DAY) for one in longer.keys() & shorter.keys())
    return max((0, *days))


def _lasting(visit: Visit) -> dict[tuple[str, str], timedelta]:
    return {
        (one.name, one.host): one.lasts or _WITH_THE_SESSION
        for one in visit.stored
        if one.kind == "cookie" and one.after_choice and one.remains
    }
