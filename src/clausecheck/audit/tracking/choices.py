"""What it takes to refuse and to accept, as two visits found it."""

from typing import Final

from clausecheck.facts import ACCEPTED, REFUSED, Choice, Population, Visit

NOUN: Final = "consent banners"


def choices(visits: Population[Visit]) -> Population[Choice]:
    """The one choice that the site offers, with the steps to each of its answers."""
    seen = {visit.state: visit for visit in visits if visit.state in (REFUSED, ACCEPTED)}
    refusing, accepting = (seen[state].steps if state in seen else None for state in (REFUSED, ACCEPTED))
    lacks = tuple(lack for visit in seen.values() for lack in visit.lacks)
    untold = "" if lacks or None not in (refusing, accepting) else "not both answers could be given"
    return Population(
        noun=NOUN,
        members=(Choice(label="the consent banner", refusing=refusing, accepting=accepting, untold=untold),),
        unreadable=lacks,
        warnings=visits.warnings,
        where_to_look=visits.where_to_look,
    )
