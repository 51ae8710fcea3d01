"""Every bound of a moment, in each kind of column of each database, against plain Python (rigour 6, 8)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import close_all, reading, reflected
from clausecheck.records.moments import Moment, Zones, instant_at, moment_of
from clausecheck.records.moments.days import day_after
from clausecheck.records.moments.text import teach_sqlite
from tests.records import databases
from tests.records.cells import EPOCH, KINDS, MICROSECOND, NO_DATES, OFFSETS
from tests.records.databases import Tables, tables
from tests.records.oracle import Setting, Told, day, decides, instant

DAY = timedelta(days=1)
SETTINGS = [
    ("UTC", "UTC"),
    ("America/New_York", "UTC"),
    ("America/New_York", "America/New_York"),
    ("UTC", "Asia/Kolkata"),
    ("Australia/Lord_Howe", "Europe/London"),
]
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
FIRST = datetime(1, 1, 2, tzinfo=UTC)
BOUNDS = [
    EPOCH,
    EPOCH + DAY,
    NEVER,
    FIRST,
    NEVER - 400 * DAY,
    FIRST + 400 * DAY,
    datetime(2024, 3, 15, 4, tzinfo=UTC),  # a day begins in New York
    datetime(2025, 11, 2, 5, tzinfo=UTC),  # the hour that New York had twice, and what lies in it
    datetime(2025, 11, 2, 5, 30, tzinfo=UTC),
    datetime(2025, 11, 2, 6, tzinfo=UTC),
    datetime(2025, 11, 2, 6, 30, tzinfo=UTC),
    datetime(2025, 11, 2, 7, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York's clocks go forward
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe's go back by half an hour
    datetime(2025, 10, 4, 15, 30, tzinfo=UTC),  # and forward, at half past
    datetime(2069, 11, 3, 6, tzinfo=UTC),
]
MOMENTS = [bound + step for bound in BOUNDS for step in (-MICROSECOND, 0 * DAY, MICROSECOND)]
DAYS = [
    date(1, 1, 1), date(1, 1, 2), date(1, 1, 3), date(1, 6, 1), date(1969, 12, 31), date(1970, 1, 1), date(1970, 1, 2),
    date(2000, 2, 29), date(2024, 2, 29), date(2025, 11, 2), date(2026, 3, 8), date(2099, 12, 31), date(9998, 12, 31),
    date(9999, 1, 1), date(9999, 12, 31),
]  # fmt: skip
LOCAL = [
    datetime(1, 1, 1), datetime(1, 1, 1, 23, 59, 59, 999999), datetime(1, 1, 2), datetime(1, 1, 3),
    datetime(9998, 12, 31, 23, 59, 59, 999999), datetime(9999, 1, 1), datetime(9999, 1, 1, 0, 0, 0, 1),
    datetime(9999, 12, 31, 23, 59, 59),
]  # fmt: skip
ASKED = [
    datetime(2025, 11, 2, 5, 30, tzinfo=UTC),
    datetime(2025, 11, 2, 6, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2024, 3, 15, 4, tzinfo=UTC),
    datetime(2024, 3, 15, 4, 0, 0, 1, tzinfo=UTC),
]
ASKED_DAYS = [date(1970, 1, 2), date(2024, 3, 15), date(2025, 11, 2), date(2025, 11, 3), date(2026, 3, 8)]


def texts() -> Iterator[tuple[str, Told]]:
    """Text and what it tells."""
    yield from ((text, text) for text in NO_DATES)
    yield from ((one.isoformat(), one) for one in DAYS)
    for one in LOCAL:
        yield one.isoformat(sep=" "), one
    for moment in MOMENTS:
        for offset, minutes in OFFSETS[:: len(OFFSETS) if moment.year in {1, 9998, 9999} else 1]:
            there = moment.replace(tzinfo=None) + timedelta(minutes=minutes)
            yield there.isoformat(timespec="microseconds") + offset, moment
        yield moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds"), moment.replace(tzinfo=None)
    whole = [moment for moment in BOUNDS if moment not in {FIRST, NEVER}]
    for offset, minutes in OFFSETS:
        for moment in whole:
            there = moment.replace(tzinfo=None) + timedelta(minutes=minutes)
            yield there.isoformat(timespec="minutes") + offset, moment


def rows(setting: Setting, sql: str) -> list[dict[str, Any]]:
    """Rows with one cell each, whose number is their key; `told` is what the cell means."""
    cells: list[tuple[str, Any, Told]] = [(kind, None, None) for kind in KINDS]
    cells += [("d", one, one) for one in DAYS]
    cells += [("z", one, one) for one in MOMENTS]
    cells += [("n", one, one) for one in LOCAL]
    cells += [("n", local, local) for local in sorted({local_of(one, setting) for one in MOMENTS})]
    cells += [("t", text, told) for text, told in texts()]
    # At the calendar's ends every zone leads out of it: there only what is told in UTC has bounds.
    is_utc, fixed = setting.system == setting.policy == "UTC", ("z",) if sql == "sqlite" else ("z", "d")
    cells = [
        (kind, value, told)
        for kind, value, told in cells
        if is_utc or kind in fixed or is_common(told) or is_endless_text(kind, told)
    ]
    return [
        {"id": number, "kind": kind, "value": value, "told": told} for number, (kind, value, told) in enumerate(cells)
    ]


def is_common(told: Told) -> bool:
    return not isinstance(told, date) or 1900 < told.year < 2200


def is_endless_text(kind: str, told: Told) -> bool:
    """A local time in year 9999 tells no end, whatever the zone makes of it."""
    return kind == "t" and isinstance(told, datetime) and told.tzinfo is None and told.year == NEVER.year


def is_storable(one: dict[str, Any], sql: str) -> bool:
    """MariaDB's TIMESTAMP ends in 2038, and begins a second after 1970 does."""
    return sql != "mariadb" or one["kind"] != "z" or one["value"] is None or 1970 < one["value"].year < 2038


def local_of(moment: datetime, setting: Setting) -> datetime:
    return moment.astimezone(ZoneInfo(setting.system)).replace(tzinfo=None, fold=0)


@pytest.fixture(scope="module", params=databases.ALL)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with tables(request.param, tmp_path_factory.mktemp(request.param), {"moments": ()}, {"moments": ("at",)}) as made:
        yield made


def expected(told: Told, setting: Setting) -> dict[str, Any]:
    """What every question comes to. What decides nothing is told by `undecidable` alone."""
    is_usable = decides(told, setting)
    answers: dict[str, Any] = {"absent": told is None, "undecidable": not is_usable}
    answers["absurd"] = told is not None and not is_usable
    if not is_usable:
        return answers | {f"usably_{number}": False for number in range(len(ASKED) + len(ASKED_DAYS))}
    on, at = day(told, setting), instant(told, setting)
    for number, asked in enumerate(ASKED):
        is_day = not isinstance(told, datetime)
        later = on > asked.astimezone(ZoneInfo(setting.policy)).date() if is_day else at > asked
        answers |= {f"after_{number}": later, f"usably_{number}": later, f"instant_after_{number}": at > asked}
    for number, asked_day in enumerate(ASKED_DAYS):
        answers |= {f"before_{number}": on < asked_day, f"usably_{number + len(ASKED)}": on < asked_day}
    if not is_common(on):
        return answers  # what clocks showed before there were zones, each database makes up for itself
    return answers | {"day": on.isoformat(), "day_after": (on + DAY).isoformat()}


def questions(moment: Moment, dialect: str) -> dict[str, Any]:
    asked: dict[str, Any] = {one: getattr(moment, one) for one in ("absent", "undecidable", "absurd")}
    for number, at in enumerate(ASKED):
        asked |= {f"after_{number}": moment.after(at), f"usably_{number}": moment.usably_after(at)}
        asked[f"instant_after_{number}"] = moment.instant > instant_at(at, dialect)
    for number, on in enumerate(ASKED_DAYS):
        asked |= {
            f"before_{number}": moment.before_day(on),
            f"usably_{number + len(ASKED)}": moment.usably_before_day(on),
        }
    never = moment.undecidable  # a database may give up over the day after the last one that it knows
    asked["day"] = sa.case((never, sa.null()), else_=sa.cast(moment.day, sa.String(32)))
    asked["day_after"] = sa.case((never, sa.null()), else_=sa.cast(day_after(moment.day, dialect), sa.String(32)))
    return asked


@pytest.mark.parametrize(("policy", "system"), SETTINGS)
def test_each_bound_is_told_as_the_sentences_say(database: Tables, policy: str, system: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    setting = Setting(as_of=now, clock=now, policy=policy, system=system)
    written = [one for one in rows(setting, database.sql) if is_storable(one, database.sql)]
    stored = [{"id": one["id"], **{f"at_{kind}": None for kind in KINDS}} for one in written]
    for row, one in zip(stored, written, strict=True):
        row[f"at_{one['kind']}"] = one["value"]
    database.fill(moments=stored)
    found: dict[int, dict[str, Any]] = {}
    with reading(database.system(system)) as connection:
        teach_sqlite(connection)
        table = reflected(connection, "moments")
        for kind in KINDS:
            moment = moment_of(connection, table.c[f"at_{kind}"], zones=Zones(policy, system), named="moments.at")
            asked = questions(moment, connection.dialect.name)
            ids = [one["id"] for one in written if one["kind"] == kind]
            chosen = sa.select(table.c.id, *(one.label(name) for name, one in asked.items())).where(table.c.id.in_(ids))
            found |= {row.pop("id"): row for row in map(dict, connection.execute(chosen).mappings())}
    close_all()
    for one in written:
        wanted, told = expected(one["told"], setting), found[one["id"]]
        differing = {name: (told[name], value) for name, value in wanted.items() if not same(told[name], value)}
        assert not differing, f"{one}: (told, expected) {differing}"


def same(told: Any, expected_value: Any) -> bool:
    """A database may answer NULL for false."""
    return str(told) == expected_value if isinstance(expected_value, str) else bool(told) == expected_value
