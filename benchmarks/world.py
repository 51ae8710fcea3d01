"""Millions of rows, made inside PostgreSQL: nothing of them passes through this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import sqlalchemy as sa

from clausecheck.connectors.sql import close_all
from clausecheck.model import Basis, Category
from clausecheck.periods import Period
from clausecheck.policy.obligations.consent import ConsentBeforeSend, OptOutHonoured
from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.asking import Audit
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, System, Target
from fixtures.worlds.servers import Database, running

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONE = "America/New_York"

VIEW = "communications_with_holds"
JOINED_WITH_HOLDS = f"""
SELECT CASE WHEN c.created_at >= '1970-01-02 00:00Z' THEN c.created_at END AS created_at, h.id AS hold
FROM communications c LEFT JOIN (
  SELECT DISTINCT id FROM legal_holds WHERE starts_at <= '{AS_OF}'
    AND (released_at IS NULL OR released_at > '{AS_OF}')) h ON h.id = c.legal_hold_id
"""
"""For great_expectations. Dates of 1970-01-01 are NULL: it could only leave them out by a moment in a `row_condition`,
which it binds as text, and psycopg refuses to compare that with a timestamp."""

COMMUNICATIONS = f"""
CREATE TABLE legal_holds AS SELECT 'hold-' || n AS id, 'counsel' AS approver, 'dispute' AS reason,
  timestamptz '2020-01-01' AS starts_at, timestamptz '2027-01-01' AS review_at,
  CASE WHEN n % 3 = 0 THEN timestamptz '2024-01-01' END AS released_at FROM generate_series(1, 200) n;
CREATE TABLE communications AS SELECT n AS id, 'person-' || n % 900000 AS customer_id,
  CASE WHEN n % 5003 = 0 THEN NULL WHEN n % 7919 = 0 THEN timestamptz '1970-01-01 00:00Z'
       WHEN n % 9973 = 0 THEN timestamptz '9999-12-31 00:00Z'
       ELSE timestamptz '2026-03-01 10:00Z' - (n::bigint * 7919 % 2600) * interval '1 day' END AS created_at,
  CASE WHEN n % 50 = 0 THEN 'hold-' || n % 250 END AS legal_hold_id, repeat('x', 40) AS body
  FROM generate_series(1, {{rows}}) n;
CREATE VIEW {VIEW} AS {JOINED_WITH_HOLDS};
ANALYZE;
"""

CONSENT = """
CREATE TABLE consent_events AS SELECT n AS id,
  CASE WHEN n % 40009 > 0 THEN 'person-' || n % {people} END AS customer_id,
  'marketing' AS purpose, CASE WHEN n % 4 = 0 THEN 'sms' ELSE 'email' END AS channel,
  CASE WHEN n % 4001 = 0 THEN NULL WHEN n % 2503 = 0 THEN 'unclear' WHEN n % 7 = 0 THEN 'withdrawn'
       WHEN n % 49 = 1 THEN 'denied' WHEN n % 7 = 1 THEN 'pending' ELSE 'granted' END AS status,
  CASE WHEN n % 9001 = 0 THEN NULL WHEN n % 9007 = 0 THEN timestamptz '1970-01-01 00:00Z' ELSE at END AS effective_at,
  CASE WHEN n % 8009 = 0 THEN NULL WHEN n % 17 = 0 THEN at + interval '30 days' ELSE at END AS recorded_at
  FROM (SELECT n, timestamptz '2024-04-01 10:00Z' + (n::bigint * 104729 % 50000000) * interval '1 second' AS at
        FROM generate_series(1, {events}) n) made;
CREATE TABLE sends AS SELECT n AS id,
  CASE WHEN n % 40009 > 0 THEN 'person-' || n % ({people} * 21 / 20) END AS customer_id,
  CASE WHEN n % 5 > 0 THEN 'marketing' END AS purpose, CASE WHEN n % 4 = 0 THEN 'sms' ELSE 'email' END AS channel,
  CASE WHEN n % 10007 = 0 THEN NULL WHEN n % 20011 = 0 THEN timestamptz '1970-01-01 00:00Z'
       WHEN n % 20021 = 0 THEN timestamptz '9999-12-31 00:00Z' WHEN n % 20023 = 0 THEN timestamptz '2026-05-01 00:00Z'
       WHEN n % 3001 = 0 THEN timestamptz '2024-02-01 10:00Z'
       ELSE timestamptz '2024-06-01 10:00Z' + (n::bigint * 15485863 % 54000000) * interval '1 second' END AS sent_at
  FROM generate_series(1, {sends}) n;
ANALYZE;
"""
"""`people` is a multiple of 80, so that everybody has one channel. One event in 17 was recorded a month late."""


@contextmanager
def filled(script: str, **sizes: int) -> Iterator[Database]:
    """A database of the running PostgreSQL with these tables."""
    with running("postgresql").new_database() as database:
        engine = sa.create_engine(database.owner, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            for statement in script.format(**sizes).split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement.replace("%", "%%"))
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        try:
            yield database
        finally:
            close_all()


def audit_of(database_url: str, *datasets: Dataset, **more: System) -> Audit:
    """An audit of these datasets of a system `crm`."""
    systems = {"crm": System(name="crm", kind="sql", settings={"url": database_url}), **more}
    target = Target(name="benchmark", mode="read-only", environment="demo", systems=systems, datasets=datasets)
    categories = {
        "communication_records": Category(name="communication_records", noun="communication records", required=())
    }
    return Audit(
        target=target,
        as_of=AS_OF,
        clock=AS_OF,
        time_zone=ZONE,
        policy_date=date(2024, 3, 15),
        categories=categories,
        pseudonyms=Pseudonyms.from_environment(),
    )


def dataset(name: str, category: str, table: str, *, system: str = "crm", **roles: str) -> Dataset:
    return Dataset(name=name, category=category, places=(Place(system=system, table=table, roles=roles),))


HOLDS = dataset(
    "holds", "legal_holds", "legal_holds",
    key="id", approver="approver", reason="reason",
    starts_at="starts_at", review_at="review_at", released_at="released_at",
)  # fmt: skip
COMMUNICATION_RECORDS = dataset(
    "communications", "communication_records", "communications",
    key="id", subject="customer_id", recorded_at="created_at", hold="legal_hold_id",
)  # fmt: skip
EVENTS = dataset(
    "ledger", "consent_events", "consent_events",
    key="id", subject="customer_id", purpose="purpose", channel="channel", status="status",
    effective_at="effective_at", recorded_at="recorded_at",
)  # fmt: skip
SENDS = dataset(
    "sends", "marketing_sends", "sends",
    key="id", subject="customer_id", purpose="purpose", channel="channel", sent_at="sent_at",
)  # fmt: skip


def retention(period: str) -> Retention:
    return Retention(
        kind="retention",
        basis=Basis.PUBLISHED,
        category="communication_records",
        period=Period.parse(period),
        anchor="recorded_at",
    )


CONSENT_OBLIGATIONS = (
    OptOutHonoured(kind="opt_out_honoured", basis=Basis.PUBLISHED),
    ConsentBeforeSend(kind="consent_before_send", basis=Basis.COMPANY, approved_by="dpo"),
)
