"""What may no longer be there, worked out by hand from the sentences on retention, record by record."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

NEW_YORK = ZoneInfo("America/New_York")
CHECK = "records_leave_on_time"


def due(day: date, years: int) -> date:
    """The same day so many years on; 28 February where that has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def day_of(stored: str | datetime) -> date:
    """A stored DATE as it stands; a moment's day in New York."""
    if isinstance(stored, str) and len(stored) == 10:
        return date.fromisoformat(stored)
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    assert moment.tzinfo is not None
    return moment.astimezone(NEW_YORK).date()


def files_of(pattern):
    return sorted(Path(pattern).parent.glob(Path(pattern).name))


def standing_holds(company):
    return {
        hold["id"]
        for hold in company.rows("legal_holds")
        if datetime.fromisoformat(hold["starts_at"]) <= company.as_of and hold["released_at"] is None
    }


def overdue(company, table, anchor, years):
    """(rows that must be gone, rows that only a hold excuses)."""
    late = [row for row in company.rows(table) if due(day_of(row[anchor]), years) < company.today]
    held = [row for row in late if row["legal_hold_id"] in standing_holds(company)]
    return len(late) - len(held), len(held)


def test_communications_are_gone_after_five_years_in_the_crm_and_in_its_archive(rows, expected):
    live, live_held = overdue(rows, "communications", "created_at", 5)
    archived, archived_held = overdue(rows, "communications_archive", "created_at", 5)
    assert live + archived == expected(rows, "6.c", CHECK)
    assert live_held >= 34
    assert archived_held == 21


def test_transactions_are_gone_after_seven_years(rows, expected):
    late, held = overdue(rows, "transactions", "booked_on", 7)
    assert late == expected(rows, "6.f", CHECK)
    assert held == 27


def test_accounts_and_people_are_gone_seven_years_after_the_latest_service(rows, expected):
    late = [*late_accounts(rows), *late_people(rows)]
    excused = [row for row in late if row["legal_hold_id"] in standing_holds(rows)]
    assert len(late) - len(excused) == expected(rows, "6.a", CHECK)
    assert len(excused) > 20


def clock_starts(company, account):
    """The day on which an account's time begins to run, or None while it is served."""
    mine = company.services.get(account["id"], [])
    ends = [day_of(row["service_end"]) for row in mine if row["status"] == "ended"]
    if len(ends) < len(mine) or any(end > company.built.today for end in ends):
        return None
    return max(ends, default=day_of(account["created_at"]))


class _Services:
    def __init__(self, built):
        self.built = built
        self.services = {}
        for row in built.rows("services"):
            self.services.setdefault(row["account_id"], []).append(row)


def late_accounts(built):
    company = _Services(built)
    for account in built.rows("accounts"):
        start = clock_starts(company, account)
        if start and due(start, 7) < built.today:
            yield account


def late_people(built):
    company = _Services(built)
    for person in built.rows("people"):
        account = {"id": person["account_id"], "created_at": person["created_at"]}
        start = day_of(person["left_on"]) if person["left_on"] else clock_starts(company, account)
        if start and due(start, 7) < built.today:
            yield person


def test_network_samples_are_gone_after_three_years(rows, expected):
    files = files_of(rows.variables["CLEARCALL_NETWORK"])
    moments = [moment for file in files for moment in pq.read_table(file)["sampled_at"].to_pylist()]
    late = [moment for moment in moments if due(day_of(moment), 3) < rows.today]
    assert len(moments) >= 4_000
    assert len(late) == expected(rows, "6.b", CHECK)


def test_log_lines_are_gone_after_a_year(rows, expected):
    texts = [file.read_text(encoding="utf-8") for file in files_of(rows.variables["CLEARCALL_LOGS"])]
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    late = [line for line in lines if due(day_of(line["at"].replace("Z", "+00:00")), 1) < rows.today]
    assert len(lines) >= 4_000
    assert len(late) == expected(rows, "6.d", CHECK)


@pytest.mark.parametrize(
    ("table", "anchor", "years"),
    [("communications_archive", "created_at", 5), ("transactions", "booked_on", 7), ("services", "service_end", 7)],
)
def test_some_records_are_there_on_their_very_last_day(rows, table, anchor, years):
    days = [day_of(row[anchor]) for row in rows.rows(table) if row[anchor]]
    assert any(due(day, years) == rows.today for day in days) or rows.today == date(2028, 2, 29)


def test_nothing_of_the_past_is_dated_later_than_the_audit(rows):
    past = {
        "accounts": ("created_at", "deleted_at"), "people": ("created_at", "left_on", "deleted_at"),
        "communications": ("created_at", "deleted_at"), "communications_archive": ("created_at", "deleted_at"),
        "transactions": ("booked_on", "deleted_at"), "consent_events": ("effective_at", "recorded_at"),
        "marketing_sends": ("sent_at",), "suppressions": ("since",),
        "deletion_requests": ("received_at", "completed_at"),
    }  # fmt: skip
    for table, columns in past.items():
        for row in rows.rows(table):
            for column in columns:
                assert row[column] is None or day_of(row[column]) < rows.today, (table, column)


def test_what_judges_a_record_is_never_left_out(rows):
    """NULL, 1970 and 9999 would be undecidable: nothing here is."""
    anchors = {
        "communications": "created_at", "communications_archive": "created_at", "transactions": "booked_on",
        "accounts": "created_at", "people": "created_at", "consent_events": "effective_at",
        "marketing_sends": "sent_at",
    }  # fmt: skip
    for table, column in anchors.items():
        years = {day_of(row[column]).year for row in rows.rows(table)}
        assert min(years) > 2000, table
    assert all(row["service_end"] for row in rows.rows("services") if row["status"] == "ended")
