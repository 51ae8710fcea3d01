"""What the scenarios of no_marketing_after_opt_out do not show: moments, limits, the private file, hostile answers."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from clausecheck.connectors.all_connectors import connector
from clausecheck.connectors.marketing import mailchimp, sendgrid, ses
from clausecheck.connectors.marketing import reading as pages
from clausecheck.connectors.marketing.rows import address
from clausecheck.connectors.protocol import Context, Missing
from clausecheck.connectors.sql import close_all, listing, reading, reflected
from clausecheck.errors import CannotVerify
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds import planted
from fixtures.worlds.providers import sendgrid as worlds_sendgrid
from fixtures.worlds.providers import ses as worlds_ses
from fixtures.worlds.providers.front import Question, Reply
from tests.connectors.marketing.conftest import FRONTED, Made

AT = "2025-02-01T09:00:00Z"
NINE = datetime(2025, 2, 1, 9, tzinfo=UTC)


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"email": f"{name}@a.example", "person": name, **more}


CAMPAIGNS = [
    {"id": "may", "list": "news", "send_time": AT, "sent_to": [person(name) for name in ("ann", "bob", "cid")]},
    {"id": "june", "list": "news", "send_time": AT, "timewarp": True, "sent_to": [person("ann")]},
    {"id": "welcome", "type": "automation", "list": "news", "send_time": AT, "sent_to": [person("ann")]},
]


def test_a_campaign_tells_when_it_went_out_unless_everybody_had_a_time_of_their_own(system: Made) -> None:
    with FRONTED["mailchimp"]({"campaigns": CAMPAIGNS}) as front:
        told = mailchimp.read(system(front, "mailchimp", {"subject_field": "PERSONID", "tables": ["sends"]})).sends
    assert not isinstance(told, Missing)
    assert [(one.campaign, one.person, one.sent_at) for one in told] == [
        ("may", "ann", NINE), ("may", "bob", NINE), ("may", "cid", NINE),
        ("june", "ann", None), ("welcome", "ann", None),
    ]  # fmt: skip
    assert len({one.key for one in told}) == 5


def test_a_change_after_a_known_opt_out_leaves_undecided_what_it_was(system: Made) -> None:
    members = [person("ann", status="unsubscribed", last_changed="2025-05-01T09:00:00Z")]
    left = {"id": "may", "list": "news", "send_time": AT, "unsubscribed": [person("ann", timestamp=AT)]}
    with FRONTED["mailchimp"]({"lists": [{"id": "news", "members": members}], "campaigns": [left]}) as front:
        told = mailchimp.read(system(front, "mailchimp")).suppressions
    assert not isinstance(told, Missing)
    assert [one.since for one in told] == [NINE, None, datetime(2025, 5, 1, 9, tzinfo=UTC)]
    assert len({one.key for one in told}) == 3


def test_a_cleaned_member_bounced_when_a_campaign_says_so(system: Made) -> None:
    members = [person(name, status="cleaned", last_changed=AT) for name in ("ann", "bob")]
    bounces = [person("ann", timestamp=AT), person("bob", timestamp=AT, type="soft")]
    campaign = {"id": "may", "list": "news", "send_time": AT, "bounces": bounces}
    with FRONTED["mailchimp"]({"lists": [{"id": "news", "members": members}], "campaigns": [campaign]}) as front:
        told = mailchimp.read(system(front, "mailchimp")).suppressions
    assert not isinstance(told, Missing)
    assert [(one.email, one.since, one.reason) for one in told] == [
        ("ann@a.example", NINE, "bounce"), ("bob@a.example", None, "bounce"), ("bob@a.example", NINE, "bounce"),
    ]  # fmt: skip


def test_an_archived_contact_may_have_opted_out_unless_a_campaign_tells_when(system: Made) -> None:
    members = [person(name, status="archived", last_changed="2025-05-01T09:00:00Z") for name in ("ann", "bob")]
    left = {"id": "may", "list": "news", "send_time": AT, "unsubscribed": [person("ann", timestamp=AT)]}
    with FRONTED["mailchimp"]({"lists": [{"id": "news", "members": members}], "campaigns": [left]}) as front:
        told = mailchimp.read(system(front, "mailchimp")).suppressions
    assert not isinstance(told, Missing)
    assert [(one.email, one.since, one.reason) for one in told] == [
        ("ann@a.example", NINE, "opt_out"), ("bob@a.example", None, "opt_out"),
    ]  # fmt: skip


@pytest.mark.parametrize(("listed", "offsets"), [(0, [0]), (1, [0, 2]), (2, [0, 2]), (5, [0, 2, 4, 6])])
def test_offsets_are_multiples_of_the_page(
    listed: int, offsets: list[int], system: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sendgrid, "_PAGE", 2)
    bounces = [person(f"p{number}", created=AT) for number in range(listed)]
    with FRONTED["sendgrid"]({"bounces": bounces}) as front:
        told = sendgrid.read(system(front, "sendgrid", {"tables": ["suppressions"]})).suppressions
        asked = [one.query for one in front.asked if one.path == "/v3/suppression/bounces"]
    assert not isinstance(told, Missing)
    assert [one.email for one in told] == [one["email"] for one in bounces]
    assert asked == [{"limit": "2", "offset": str(offset)} for offset in offsets]


@pytest.mark.parametrize("held", [1, 3])
def test_pages_of_another_size_are_no_list(held: int, system: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def page(items: list[dict[str, Any]], question: Question) -> Reply:
        first = int(question.query["offset"])
        return Reply(data=items[first : first + held])

    monkeypatch.setattr(sendgrid, "_PAGE", 2)
    monkeypatch.setattr(worlds_sendgrid, "_page", page)
    with FRONTED["sendgrid"]({"unsubscribes": [person(f"p{number}", created=AT) for number in range(5)]}) as front:
        told = sendgrid.read(system(front, "sendgrid", {"tables": ["suppressions"]})).suppressions
    assert isinstance(told, Missing)
    assert told.why == "its pages do not hold the 2 entries that were asked for"


def test_messages_beyond_one_answer_are_asked_for_in_shorter_spans(
    system: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sendgrid, "_MOST_MESSAGES", 3)
    now = datetime.now(UTC).replace(microsecond=0)
    monkeypatch.setattr(sendgrid, "_EARLIEST", timedelta(minutes=8))
    monkeypatch.setattr(sendgrid, "_LATEST", timedelta(minutes=8))
    moments = {f"m{minute}": now - timedelta(minutes=minute) for minute in range(6)}
    messages = [{"id": key, **person("ann"), "processed": at.isoformat()} for key, at in moments.items()]
    with FRONTED["sendgrid"]({"messages": messages}) as front:
        told = sendgrid.read(system(front, "sendgrid", {"subject_field": "person", "tables": ["sends"]})).sends
    assert not isinstance(told, Missing)
    assert sorted(one.sent_at for one in told if one.sent_at) == sorted(moments.values())
    assert {one.person for one in told} == {"ann"}


def test_more_messages_in_one_second_than_it_tells_are_no_list(system: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sendgrid, "_MOST_MESSAGES", 2)
    monkeypatch.setattr(sendgrid, "_EARLIEST", timedelta(minutes=1))
    monkeypatch.setattr(sendgrid, "_LATEST", timedelta(minutes=1))
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    messages = [{"id": f"m{number}", **person("ann"), "processed": now} for number in range(3)]
    with FRONTED["sendgrid"]({"messages": messages}) as front:
        told = sendgrid.read(system(front, "sendgrid", {"tables": ["sends"]})).sends
    assert isinstance(told, Missing)
    assert told.why == "it tells of no more than 2 messages of one second"


def test_a_message_without_its_processing_is_undecided_and_a_dropped_one_left_out(system: Made) -> None:
    messages = [{"id": "m1", **person("ann"), "last": AT}, {"id": "m2", **person("bob"), "last": AT, "dropped": True}]
    messages = [{**one, "last": datetime.now(UTC).isoformat()} for one in messages]
    with FRONTED["sendgrid"]({"messages": messages}) as front:
        told = sendgrid.read(system(front, "sendgrid")).sends
    assert not isinstance(told, Missing)
    assert [(one.email, one.sent_at) for one in told] == [("ann@a.example", None)]


def test_a_topic_counts_where_the_target_says_what_it_is_about(system: Made) -> None:
    contacts = [person("ann", topics=["offers", "invoices", "other"], at=AT)]
    topics = {"marketing_groups": ["offers"], "service_groups": ["invoices"]}
    with FRONTED["ses"]({"contacts": [{**one, "person": None} for one in contacts]}) as front:
        told = ses.read(system(front, "ses", topics)).suppressions
    assert not isinstance(told, Missing)
    assert [(one.source, one.since) for one in told] == [
        ("us-east-1 news offers", None), ("us-east-1 news offers", NINE), ("us-east-1 news other", None),
    ]  # fmt: skip


SUPPRESSED: Mapping[str, Mapping[str, Any]] = {
    "mailchimp": {"lists": [{"id": "news"}], "campaigns": CAMPAIGNS},
    "sendgrid": {"unsubscribes": [person("ann", created=AT)]},
    "ses": {"suppressed": [person("ann", reason="BOUNCE", at=AT)]},
}
ASKED = {"mailchimp": "* /3.0/lists*", "sendgrid": "* /v3/suppression/*", "ses": "* /v2/*"}
TOLD = {
    "deny": "answered 403|AWS answered",
    "broken": "answered 500|AWS answered",
    "always_limited": "too many requests|AWS answered|answer",
    "endless": "do not end|after 20 answers|did not end",
    "garbage": "no JSON|call failed|AWS answered",
    "elsewhere": "redirects|call failed|AWS answered|no answer|no connection",
}


@pytest.mark.parametrize("kind", SUPPRESSED)
@pytest.mark.parametrize("rule", TOLD)
def test_a_list_that_cannot_be_read_whole_is_missing(
    kind: str, rule: str, system: Made, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 20)
    read: Callable[[System], Any] = {"mailchimp": mailchimp.read, "sendgrid": sendgrid.read, "ses": ses.read}[kind]
    with FRONTED[kind]({**SUPPRESSED[kind], rule: [ASKED[kind]]}) as front:
        only = system(front, kind, {"tables": ["suppressions"]}, time_limit=20)
        told = read(only).suppressions
        shown = connector(kind).reach(only, context)
    assert isinstance(told, Missing), told
    assert re.search(TOLD[rule], told.why), told.why
    assert not planted.found_in(repr(told) + repr(shown))
    assert not shown.reached
    assert shown.missing == (f"suppressions: {told.why}",)


def test_a_provider_that_is_silent_is_asked_once(system: Made) -> None:
    with FRONTED["mailchimp"]({**SUPPRESSED["mailchimp"], "slow": ["*"]}) as front:
        slow = system(front, "mailchimp", time_limit=0.5)
        for _ in range(3):
            with pytest.raises(CannotVerify, match="no answer within"), reading(slow) as connection:
                reflected(connection, "suppressions")
        assert len(front.seen) == 1


def test_the_tables_lie_in_a_private_file_that_goes_with_the_run(system: Made) -> None:
    with FRONTED["sendgrid"]({"unsubscribes": [person("ann", created=AT)], "deny": ["GET /v3/messages"]}) as front:
        made = system(front, "sendgrid")
        with reading(made) as connection:
            file = Path(str(connection.execute(text("SELECT file FROM pragma_database_list LIMIT 1")).scalar()))
            modes = (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777)
            columns = [column.name for column in reflected(connection, "suppressions").columns]
            told = listing(connection, "provider", Pseudonyms(b"key"))
            with pytest.raises(CannotVerify, match="nothing to read as sends: the provider answered 403"):
                reflected(connection, "sends")
        with pytest.raises(CannotVerify), reading(made) as connection:
            connection.execute(text("DELETE FROM suppressions"))
        asked = len(front.seen)
        with reading(made) as connection:
            assert connection.execute(text("SELECT email, since FROM suppressions")).all() == [("ann@a.example", NINE)]
        assert len(front.seen) == asked
    assert modes == (0o600, 0o700)
    assert columns == ["id", "email", "since", "reason", "source", "channel"]
    assert [table.name for table in told.tables] == ["suppressions"]
    assert [(one.what, one.why) for one in told.unreadable] == [("provider.sends", "the provider answered 403")]
    close_all()
    assert not file.parent.exists()


def test_an_answer_without_a_list_is_no_empty_list(system: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds_ses, "_page", lambda *_: Reply(data={}))
    with FRONTED["ses"](SUPPRESSED["ses"]) as front:
        told = ses.read(system(front, "ses")).suppressions
    assert isinstance(told, Missing)
    assert told.why == "it gave no list"


def test_what_the_target_does_not_ask_for_is_not_read(system: Made) -> None:
    with FRONTED["mailchimp"](SUPPRESSED["mailchimp"]) as front:
        told = mailchimp.read(system(front, "mailchimp", {"tables": ["suppressions"]}))
        assert not [one for one in front.seen if "sent-to" in one]
    assert told.suppressions == ()
    assert isinstance(told.sends, Missing)


def test_a_table_takes_ten_time_limits_and_no_more(system: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    with FRONTED["mailchimp"](SUPPRESSED["mailchimp"]) as front:
        told = mailchimp.read(system(front, "mailchimp"))
    assert told.sends == Missing(why="it was not read to its end after 2 answers", remedy="raise the time_limit")


def test_a_reach_names_what_it_could_read(system: Made, context: Context) -> None:
    with FRONTED["ses"](SUPPRESSED["ses"]) as front:
        told = connector("ses").reach(system(front, "ses"), context)
    assert told.reached
    assert told.can == ("1 suppressions",)
    assert told.missing == ("sends: Amazon SES keeps no record of what it sent",)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Ann.B+x@Example.COM", "Ann.B+x@example.com"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("jose\u0301@a.example", "jos\u00e9@a.example"),
        ("nobody", None), ("@a.example", None), ("", None), (None, None), (7, None),
    ],
)  # fmt: skip
def test_an_address_is_compared_without_folding_who_it_names(written: object, compared: str | None) -> None:
    assert address(written) == compared
