"""Random registers of section 4, in a database, and what a question answers about them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Obligation
from clausecheck.records.all_questions import question
from clausecheck.records.asking import Ask, Audit
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables

EXAMPLES = {"sqlite": 50, "duckdb": 10}
DATABASES = tuple(EXAMPLES)
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
CLOCKS = st.sampled_from([AS_OF, AS_OF + timedelta(days=10)])
"""The second one makes it an audit of a moment in the past."""
ABSURD = (None, datetime(1970, 1, 1, 12, tzinfo=UTC), datetime(9999, 6, 1, tzinfo=UTC))
LATER = (
    *(AS_OF + timedelta(hours=hours) for hours in (-1, 0, 3, 24, 25, 100, 24 * 10, 24 * 11, 24 * 12)),
    datetime(2026, 6, 1, tzinfo=UTC),
)  # fmt: skip
PLAIN = {
    "staff": ("key", "status"), "trainings": ("staff", "topic"), "accounts": ("staff", "status", "kind"),
    "media": ("key",), "certificates": ("medium",),
}  # fmt: skip
TIMED = {
    "staff": ("started", "last"), "trainings": ("done", "valid"), "accounts": (), "media": ("retired",),
    "certificates": ("issued",),
}  # fmt: skip


def around(*days: date) -> tuple[datetime, ...]:
    """The last second before each of these days in New York, and its first moment."""
    starts = (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("America/New_York")) for day in days)
    return tuple(moment for start in starts for moment in (start - timedelta(seconds=1), start))


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo("America/New_York")).date()


def usable(moment: datetime | None) -> bool:
    return moment not in ABSURD


def latest(clock: datetime) -> datetime:
    """What claims to have happened after this cannot have."""
    return clock + timedelta(hours=24)


def by(clock: datetime) -> datetime:
    """What happened by then counts."""
    return AS_OF if clock > AS_OF else latest(clock)


@contextmanager
def database(sql: str, folder: Path) -> Iterator[Tables]:
    with tables(sql, folder, PLAIN, TIMED) as made:
        yield made


def fill(made: Tables, **rows: Sequence[Mapping[str, Any]]) -> None:
    """These rows: a role that tells time goes into its column with a zone."""
    made.fill(**{
        name: [{"id": number, **_empty(name), **_stored(name, row)} for number, row in enumerate(of)]
        for name, of in rows.items()
    })  # fmt: skip


def _stored(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{role}_z" if role in TIMED[name] else role: value for role, value in row.items()}


def _empty(name: str) -> dict[str, None]:
    return {f"{role}_{kind}": None for role in TIMED[name] for kind in "dznt"}


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


def asked(made: Tables, obligation: Obligation, clock: datetime, judged: Dataset, *registers: Dataset) -> Records:
    ask = Ask(obligation=obligation, dataset=judged, place=judged.places[0])
    (told,) = question(obligation.kind).answer([ask], audit_of(made, clock, judged, *registers))
    return told


def audit_of(made: Tables, clock: datetime, *datasets: Dataset) -> Audit:
    systems = {"sql": made.system("UTC")}
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=datasets)
    return Audit(
        target=target, as_of=AS_OF, clock=clock, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip


def run(made: Tables, test: Any) -> None:
    phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
    wanted = settings(
        max_examples=EXAMPLES[made.sql], deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
    )
    wanted(given(st.data())(lambda data: test(made, data)))()
