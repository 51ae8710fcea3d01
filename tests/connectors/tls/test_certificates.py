"""What is told of a certificate: its key and days, every flaw at once, and what cannot be known of another day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clausecheck.connectors.tls import trusting
from clausecheck.connectors.tls.flaws import flaw_of, strength_of
from clausecheck.errors import CannotVerify
from fixtures.certificates import KEYS, founded
from fixtures.worlds.servers.authorities import ALWAYS

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_good_certificate_is_told_with_its_key_its_signature_and_its_days(build, ask):
    certificate = ask(build("nginx", certificate={"ends": "2026-03-03T11:59:59+00:00", "key": "RSA-2048"})).certificate
    assert (certificate.key, certificate.signature, certificate.flaws) == ("RSA 2048", "sha256", ())
    assert certificate.days_left == 1


def test_every_flaw_is_told_and_not_the_first_alone(build, ask):
    wrong = {"ends": "2026-02-01T00:00:00+00:00", "key": "RSA-1024", "names": ["other.example"], "sha1": True}
    told = ask(build("nginx", certificate=wrong, ciphers="HIGH:!aNULL:@SECLEVEL=0"))
    assert told.certificate.flaws == ("expired", "weak_key", "weak_signature", "wrong_name")
    assert told.certificate.days_left < 0
    assert not told.untold


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("EC-192", ("EC 192", True)),
        ("EC-256", ("EC 256", False)),
        ("RSA-1024", ("RSA 1024", True)),
        ("RSA-2048", ("RSA 2048", False)),
    ],
)
def test_a_short_key_is_weak(key, told):
    assert strength_of(KEYS[key]().public_key()) == told


@pytest.mark.parametrize("name", ["other.example", "clearcall.example", "a.portal.clearcall.example", "*.example"])
def test_a_name_that_is_not_the_one_asked_for_is_wrong(build, ask, name):
    assert ask(build("nginx", certificate={"names": [name]})).certificate.flaws == ("wrong_name",)


@pytest.mark.parametrize("name", ["PORTAL.clearcall.example", "*.clearcall.example"])
def test_names_are_compared_without_case_and_with_one_wildcard(build, ask, name):
    assert ask(build("nginx", certificate={"names": [name]})).certificate.flaws == ()


def test_an_address_is_a_name_of_its_own(build, ask):
    entry = build("nginx", certificate={"names": ["127.0.0.1"]})
    assert ask({**entry, "server_name": ""}).certificate.flaws == ()
    assert ask(entry).certificate.flaws == ("wrong_name",)


def test_what_was_issued_after_the_moment_audited_leaves_that_moment_in_doubt(build, ask):
    entry = build("nginx", certificate={"begins": "2026-03-01T12:00:01+00:00"})
    later = ask(entry, clock=AS_OF + timedelta(days=30))
    assert later.certificate.flaws == ()
    assert "begins after the moment audited" in later.untold
    assert ask(entry).certificate.flaws == ("not_yet_valid",)


def test_what_has_expired_since_was_valid_then(build, ask):
    told = ask(build("nginx", certificate={"ends": "2026-03-02T00:00:00+00:00"}), clock=AS_OF + timedelta(days=99))
    assert (told.certificate.flaws, told.untold) == ((), "")


def test_both_ends_of_a_certificate_belong_to_it():
    trust = trusting([], as_of=AS_OF.replace(microsecond=999_999), clock=AS_OF)

    class Shown:
        not_valid_before_utc = not_valid_after_utc = AS_OF

    assert flaw_of(10, Shown(), trust) == flaw_of(9, Shown(), trust) == ("", "")


def test_an_authority_is_trusted_only_where_it_is_named(build, ask, tmp_path: Path):
    entry = build("nginx", certificate={"signed_by": "another"})
    assert ask(entry).certificate.flaws == ("unknown_authority",)


def test_a_file_that_holds_no_authority_is_an_error_and_no_trust(tmp_path: Path):
    (tmp_path / "empty.pem").write_text("nothing")
    for name in ("empty.pem", "gone.pem"):
        with pytest.raises(CannotVerify, match="private authority cannot be read"):
            trusting([tmp_path / name], as_of=AS_OF, clock=AS_OF)


def test_an_authority_of_the_same_name_with_another_key_is_unknown(build, ask, tmp_path: Path):
    twin = founded(tmp_path, validity=ALWAYS, name="Throw-away authority, trusted", key="RSA-2048")
    shown = twin.certify("portal.clearcall.example", validity=ALWAYS)
    from fixtures.worlds.servers.submission import submission

    with submission(shown) as server:
        told = ask({"url": server.url, "server_name": "portal.clearcall.example"})
    assert set(told.certificate.flaws) & {"unknown_authority", "unfit"}
