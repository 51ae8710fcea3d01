"""Staff, trainings, accounts, drills and media, worked out by hand from the sentences of section 4, row by row."""

from datetime import date, timedelta

import pytest


def day(stored):
    return stored and date.fromisoformat(stored)


def a_year_before(today):
    """The first day that is not over a year ago; 29 February has none of its own."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return date(today.year - 1, 3, 1)


def test_everybody_is_trained(rows, expected):
    newest: dict[str, date] = {}
    for training in rows.rows("trainings"):
        if training["topic"] == "privacy":
            at = day(training["completed_on"])
            newest[training["staff_id"]] = max(at, newest.get(training["staff_id"], at))
    untrained = [
        member
        for member in rows.rows("staff")
        if (member["last_day"] is None or day(member["last_day"]) >= rows.today)
        and day(member["started_on"]) < rows.today - timedelta(days=30)
        and newest.get(member["id"], date.min) < a_year_before(rows.today)
    ]
    assert len(untrained) == expected(rows, "4.2.b", "staff_are_trained")
    assert len(rows.rows("staff")) > 150


@pytest.mark.parametrize("table", ["application_users", "vpn_accounts"])
def test_every_account_of_a_person_has_an_owner(rows, table):
    staff = {member["id"] for member in rows.rows("staff")}
    accounts = rows.rows(table)
    owners = {
        account["staff_id"] for account in accounts if table == "application_users" or account["kind"] == "person"
    }
    assert owners <= staff


def test_who_left_has_no_open_account(rows, expected):
    gone = {
        member["id"]
        for member in rows.rows("staff")
        if member["last_day"] and day(member["last_day"]) + timedelta(days=1) < rows.today
    }
    accounts = rows.rows("application_users") + rows.rows("vpn_accounts")
    still_open = [one for one in accounts if one["status"] == "active" and one["staff_id"] in gone]
    assert len(still_open) == expected(rows, "4.2.a", "leavers_lose_access")


def test_backups_are_restored(rows, expected):
    succeeded = {
        drill["store"]
        for drill in rows.rows("restore_drills")
        if drill["result"] == "succeeded" and day(drill["drilled_on"]) >= a_year_before(rows.today)
    }
    undrilled = [
        store
        for store in rows.rows("backed_up_stores")
        if (store["until"] is None or day(store["until"]) >= rows.today)
        and day(store["since"]) < a_year_before(rows.today)
        and store["name"] not in succeeded
    ]
    assert len(undrilled) == expected(rows, "4.1.f", "restores_are_drilled")


def test_retired_media_have_certificates(rows, expected):
    issued = [(one["serial"], day(one["issued_on"])) for one in rows.rows("disposal_certificates")]
    uncertified = [
        medium
        for medium in rows.rows("retired_media")
        if day(medium["retired_on"]) < rows.today - timedelta(days=30)
        and not any(serial == medium["serial"] and at >= day(medium["retired_on"]) for serial, at in issued)
    ]
    assert len(uncertified) == expected(rows, "4.3.c", "media_disposal_is_certified")
