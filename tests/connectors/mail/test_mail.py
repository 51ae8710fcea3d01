"""The mail connector against a real name server and real mail servers on loopback."""

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("dns", reason="pip install 'clausecheck[mail]'")

from clausecheck.connectors import mail
from clausecheck.connectors.mail.dialogue import Reply
from clausecheck.connectors.mail.domains import dmarc_of, spf_of
from clausecheck.connectors.mail.mailboxes import verdict
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds import servers
from fixtures.worlds.mail import built

DOMAIN = "clearcall.example"
PRIVACY, DPO = f"privacy@{DOMAIN}", f"dpo@{DOMAIN}"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
CONTEXT = Context(as_of=NOW, clock=NOW, pseudonyms=Pseudonyms(b"key"), time_zone="UTC")
GOOD = {
    "domains": {
        DOMAIN: {"mx": [f"mx1.{DOMAIN}"], "spf": "v=spf1 mx -all", "dmarc": "v=DMARC1; p=reject; sp=none",
                 "dkim": {"s1": "v=DKIM1; p=MIIB", "gone": "v=DKIM1; p="}},
    },
    "servers": {f"mx1.{DOMAIN}": {"accepts": [PRIVACY]}},
}  # fmt: skip


@contextmanager
def standing(folder: Path, part, **settings):
    try:
        with built(part, folder=folder) as described:
            told = {**described, **settings}
            limit = told.pop("time_limit")
            yield System(name="mail", kind=told.pop("kind"), settings=told, time_limit=float(limit))
    except servers.Missing as missing:
        pytest.skip(str(missing))


def with_servers(servers, mx=None, **domain):
    named = [host for host in servers if host.startswith("mx")] if mx is None else mx
    return {"domains": {DOMAIN: {"mx": named, **domain}}, "servers": servers}


def asked(folder, part, *addresses, **settings):
    with standing(folder, part, mailboxes=list(addresses), **settings) as system:
        return tuple(mail.FACTS["mailboxes"](system, CONTEXT))


def test_a_domain_tells_where_its_mail_goes_and_who_may_send_in_its_name(tmp_path):
    with standing(tmp_path, GOOD, dkim_selectors=["s1", "gone", "never"]) as system:
        (told,) = mail.FACTS["mail_domains"](system, CONTEXT)
    assert (told.label, told.takes_mail, told.untold) == (f"domain {DOMAIN}", True, "")
    assert (told.spf, told.dmarc) == ("-all", "reject")
    assert dict(told.dkim) == {"s1": True, "gone": False, "never": False}
    (exchanger,) = told.exchangers
    assert (exchanger.host, exchanger.preference) == (f"mx1.{DOMAIN}", 10)
    assert (exchanger.answers, exchanger.starttls, exchanger.trusted) == (True, True, True)


def test_a_mailbox_that_is_taken_and_one_that_nobody_has(tmp_path):
    taken, refused = asked(tmp_path, GOOD, PRIVACY, DPO)
    assert (taken.accepts, taken.accepts_anything, taken.encrypted, taken.code) == (True, False, True, 250)
    assert (refused.accepts, refused.code, refused.untold) == (False, 550, "")
    assert PRIVACY not in repr(taken)
    assert taken.label.startswith("mailbox-")


def test_a_server_that_takes_whatever_comes_says_so(tmp_path):
    part = with_servers({"mx1.example": {"otherwise": "250 OK"}})
    (told,) = asked(tmp_path, part, PRIVACY)
    assert (told.accepts, told.accepts_anything) == (True, True)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("451 4.7.1 Greylisted, come back later", "come back later (451 4.7.1)"),
        ("421 4.3.2 Shutting down", "come back later (421 4.3.2)"),
        ("550 5.7.1 Your host is on a list", "may be about us and not the mailbox (550 5.7.1)"),
        ("554 5.7.1 Relay access denied", "may be about us"),
        ("252 2.0.0 Cannot verify", "may be about us"),
    ],
)
def test_what_decides_nothing_is_told_as_such(tmp_path, reply, says):
    (told,) = asked(tmp_path, with_servers({"mx1.example": {"replies": {PRIVACY: reply}}}), PRIVACY)
    assert told.accepts is None
    assert says in told.untold


@pytest.mark.parametrize(
    ("reply", "accepts"),
    [
        (Reply(code=250), True), (Reply(code=251), True), (Reply(code=550), False), (Reply(code=553), False),
        (Reply(code=550, about=(1, 1)), False), (Reply(code=554, about=(1, 1)), False), (Reply(code=552), None),
        (Reply(code=550, about=(7, 1)), None), (Reply(code=554), None), (Reply(code=450), None),
    ],
)  # fmt: skip
def test_only_a_permanent_no_about_the_mailbox_is_a_no(reply, accepts):
    assert verdict(reply) is accepts


@pytest.mark.parametrize("what", ["stalls", "garbage", "closes", "floods", "drips", "refuses_us", "absent"])
def test_a_server_that_misbehaves_costs_its_time_limit_at_most_and_decides_nothing(tmp_path, what):
    began = time.monotonic()
    (told,) = asked(tmp_path, with_servers({"mx1.example": what}), PRIVACY, time_limit=1)
    assert time.monotonic() - began < 3
    assert told.accepts is None
    assert told.untold
    with standing(tmp_path, with_servers({"mx1.example": what}), time_limit=1) as system:
        ((exchanger,),) = [one.exchangers for one in mail.FACTS["mail_domains"](system, CONTEXT)]
        assert exchanger.starttls is None
        assert exchanger.why
        assert mail.reach(system, CONTEXT).reached is (what == "refuses_us")


def test_the_next_server_decides_where_the_first_does_not(tmp_path):
    part = with_servers({"mx1.example": "closes", "mx2.example": {"accepts": [PRIVACY]}})
    taken, refused = asked(tmp_path, part, PRIVACY, DPO)
    assert (taken.accepts, refused.accepts) == (True, False)


def test_a_certificate_that_nobody_trusts_is_told_and_the_mailbox_is_asked_for_in_plain(tmp_path):
    part = with_servers({"mx1.example": {"accepts": [PRIVACY], "starttls": "untrusted"}})
    (told,) = asked(tmp_path, part, PRIVACY)
    assert (told.accepts, told.encrypted) == (True, False)
    with standing(tmp_path, part) as system:
        ((exchanger,),) = [one.exchangers for one in mail.FACTS["mail_domains"](system, CONTEXT)]
    assert (exchanger.answers, exchanger.starttls, exchanger.trusted) == (True, True, False)


@pytest.mark.parametrize("server", [{"accepts": [PRIVACY], "starttls": "none"}, "breaks_tls"])
def test_no_starttls_is_false_and_not_unknown(tmp_path, server):
    with standing(tmp_path, with_servers({"mx1.example": server})) as system:
        ((exchanger,),) = [one.exchangers for one in mail.FACTS["mail_domains"](system, CONTEXT)]
    assert (exchanger.answers, exchanger.starttls, exchanger.trusted) == (True, False, None)


def test_a_domain_without_mx_is_its_own_mail_host(tmp_path):
    part = {"domains": {DOMAIN: {}}, "servers": {DOMAIN: {"accepts": [PRIVACY]}}}
    (told,) = asked(tmp_path, part, PRIVACY)
    assert told.accepts is True


@pytest.mark.parametrize(
    "part",
    [
        {"domains": {DOMAIN: {"mx": [""]}}, "servers": {}},
        {"domains": {DOMAIN: {}}, "servers": {}},
        {"domains": {}, "servers": {"mx1.example": {"accepts": [PRIVACY]}}},
    ],
    ids=["null-mx", "no-host", "no-such-domain"],
)
def test_a_domain_that_takes_no_mail_has_no_mailbox(tmp_path, part):
    (told,) = asked(tmp_path, part, PRIVACY)
    assert told.accepts is False
    with standing(tmp_path, part, domains=[DOMAIN]) as system:
        (domain,) = mail.FACTS["mail_domains"](system, CONTEXT)
    assert domain.takes_mail is False


@pytest.mark.parametrize("manner", ["silent", "refuses", "fails", "garbage"])
def test_a_name_server_that_does_not_answer_is_no_answer(tmp_path, manner):
    part = {**GOOD, "dns": manner}
    (told,) = asked(tmp_path, part, PRIVACY, time_limit=1)
    assert told.accepts is None
    assert "nobody could tell where its mail goes" in told.untold
    with standing(tmp_path, part, time_limit=1, dkim_selectors=["s1"]) as system:
        (domain,) = mail.FACTS["mail_domains"](system, CONTEXT)
    assert (domain.takes_mail, domain.exchangers) == (None, ())
    assert domain.untold
    assert {"MX", "SPF", "DMARC", "DKIM s1"} <= set(domain.unasked)


def test_an_answer_that_is_too_long_is_asked_for_again_over_tcp(tmp_path):
    (told,) = asked(tmp_path, {**GOOD, "dns": "truncates"}, PRIVACY)
    assert told.accepts is True


def test_several_mailboxes_of_a_domain_are_one_conversation(tmp_path):
    began = time.monotonic()
    told = asked(tmp_path, with_servers({"mx1.example": "stalls"}), PRIVACY, DPO, f"third@{DOMAIN}", time_limit=1)
    assert time.monotonic() - began < 2
    assert [one.accepts for one in told] == [None, None, None]


def test_what_names_no_mailbox_or_leads_nowhere_cannot_be_verified(tmp_path):
    with standing(tmp_path, GOOD) as system, pytest.raises(CannotVerify, match="names no mailbox"):
        mail.FACTS["mailboxes"](system, CONTEXT)
    with (
        standing(tmp_path, GOOD, nameservers=["no address"]) as system,
        pytest.raises(CannotVerify, match="the settings of mail lead nowhere"),
    ):
        mail.FACTS["mail_domains"](system, CONTEXT)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["v=spf1 mx -all"], "-all"), (["V=SPF1 a ~ALL"], "~all"), (["v=spf1 all"], "+all"), (["v=spf1 mx"], ""),
        (["v=spf1 redirect=_spf.example"], "redirect"), (["v=spf1 -all", "v=spf1 ~all"], "two records"),
        (["v=spf10 -all", "other"], None), ([], None),
    ],
)  # fmt: skip
def test_spf(texts, found):
    assert spf_of(texts) == found


@pytest.mark.parametrize(
    ("texts", "own", "below"),
    [
        (["v=DMARC1; p=reject; sp=none"], "reject", "none"), (["v=DMARC1;p=quarantine"], "quarantine", "quarantine"),
        (["v=DMARC1"], "none", "none"), (["v=spf1 -all"], None, None), (["v=DMARC1; p=none", "v=DMARC1; p=none"],
                                                                      None, None),
    ],
)  # fmt: skip
def test_dmarc(texts, own, below):
    assert dmarc_of(texts) == own
    assert dmarc_of(texts, below=True) == below
