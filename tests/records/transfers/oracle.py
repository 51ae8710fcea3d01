"""What rigour 35 says of a transfer, day by day, in plain Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

EEA = {"DE", "FR", "NO"}
OLD = {"2001", "2004", "2010"}
BEGINS = {
    "eu_us_data_privacy_framework": date(2023, 7, 10), "uk_extension": date(2023, 10, 12),
    "swiss_us_data_privacy_framework": date(2024, 9, 15), "2021": date(2021, 6, 27), "uk_idta": date(2022, 3, 21),
}  # fmt: skip
AREA = {
    "eu_us_data_privacy_framework": "EEA", "uk_extension": "GB", "swiss_us_data_privacy_framework": "CH",
    "uk_idta": "GB",
}  # fmt: skip
FRAMEWORKS = {*list(BEGINS)[:3], "privacy_shield"}
VERSIONS = {*OLD, "2021", "uk_idta"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A row of the register of mechanisms."""

    kind: str
    recipient: str | None
    country: str | None
    category: str | None
    since: date | None
    until: date | None
    framework: str | None
    clauses: str | None

    @property
    def basis(self) -> tuple[bool, str | None]:
        """(whether it rests on something besides itself, what that is where it is known)."""
        if self.kind == "certification" or (self.kind == "adequacy_decision" and self.country in {None, "US"}):
            return True, self.framework if self.framework in FRAMEWORKS else None
        if self.kind == "standard_contractual_clauses":
            return True, self.clauses if self.clauses in VERSIONS else None
        return False, None

    @property
    def is_told(self) -> bool:
        needs, basis = self.basis
        renewed = self.until is not None or self.kind == "standard_contractual_clauses" or not needs
        return self.since is not None and renewed and (not needs or basis is not None)

    def stands(self, day: date) -> bool:
        """Taking what is not told for the best."""
        _, basis = self.basis
        if basis in OLD and day >= date(2022, 12, 27):
            return False
        if basis == "privacy_shield" and day >= date(2020, 7, 16):
            return False
        began = self.since is None or self.since <= day
        return began and (self.until is None or day <= self.until) and BEGINS.get(basis or "", date.min) <= day


@dataclass(frozen=True)
class Move:
    """A row of the register of transfers."""

    recipient: str
    country: str
    category: str | None
    origin: str
    since: date
    until: date | None


def verdict(move: Move, entries: Sequence[Entry], kind: str, policy: date, today: date) -> str:
    """One of excluded, without, untold, carried."""
    last = min(move.until or today, today)
    if move.origin in {"US", move.country} or {move.origin, move.country} <= EEA:
        return "excluded"
    if move.since > today or last < policy:
        return "excluded"
    if move.until and move.until < move.since:
        return "untold"
    days = list(_days(max(move.since, policy), last))
    if all(any(_carries(one, move, day, kind) for one in entries) for day in days):
        return "carried"
    maybe = all(any(_carries(one, move, day, kind, maybe=True) for one in entries) for day in days)
    return "untold" if maybe else "without"


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def _carries(one: Entry, move: Move, day: date, kind: str, *, maybe: bool = False) -> bool:
    if (one.recipient, one.country) == (None, None) or not one.stands(day):
        return False
    known = one.kind in {"certification", "adequacy_decision", "standard_contractual_clauses"}
    of_kind = (one.kind == kind if kind else known) or (maybe and one.kind == "handshake")
    _, basis = one.basis
    area = "EEA" if move.origin in EEA else move.origin if move.origin in {"GB", "CH"} else ""
    category = one.category in {None, move.category} if not maybe else one.category in {None, move.category} or (
        move.category is None
    )  # fmt: skip
    fits = one.recipient in {None, move.recipient} and one.country in {None, move.country} and category
    people = not AREA.get(basis or "") or not area or AREA[basis or ""] == area
    return of_kind and fits and people and (maybe or one.is_told)
