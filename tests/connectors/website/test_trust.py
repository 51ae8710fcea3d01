"""A private authority is trusted by its file, for the names and days of its certificates; nothing is switched off."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clausecheck.connectors.website import reach
from clausecheck.connectors.website.browser.program import program_of
from clausecheck.errors import CannotVerify
from fixtures.certificates import Authority, Certified, Validity, founded
from tests.connectors.website.sites import answering, page, reasons, system, told

NOW = datetime.now(UTC).replace(microsecond=0)
STANDS = Validity(begins=NOW - timedelta(days=1), ends=NOW + timedelta(days=30))
OVER = Validity(begins=NOW - timedelta(days=30), ends=NOW - timedelta(days=1))
HTML = "<h1>Hello</h1><script>localStorage.setItem('seen', 1)</script>"


@pytest.fixture(scope="module", autouse=True)
def _chromium():
    try:
        program_of("")
    except CannotVerify as missing:
        pytest.skip(missing.remedy)


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return founded(tmp_path_factory.mktemp("authority"), validity=STANDS, name="staging")


def over_tls(certified: Certified):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified.chain, certified.key)
    return lambda connection: context.wrap_socket(connection, server_side=True)


def at(port: int, file: Path | None, **settings):
    ca_file = {"ca_file": str(file)} if file else {}
    return system(f"https://portal.localhost:{port}", time_limit=10.0, **ca_file, **settings)


def test_what_the_authority_vouches_for_is_visited(authority) -> None:
    certified = authority.certify("portal.localhost", validity=STANDS)
    with answering(page(HTML), wrap=over_tls(certified)) as port:
        visits = told("visits", at(port, authority.file))
        pages = told("pages", at(port, authority.file, browser="no-such-browser"))
        check = reach(at(port, authority.file), None)
    assert not visits.unreadable
    assert [one.name for one in visits[0].stored] == ["seen"]
    assert pages[0].text == "Hello"
    assert check.reached


def test_without_its_file_nothing_is_read(authority) -> None:
    certified = authority.certify("portal.localhost", validity=STANDS)
    with answering(page(HTML), wrap=over_tls(certified)) as port:
        visits = told("visits", at(port, None))
        pages = told("pages", at(port, None, browser="no-such-browser"))
        check = reach(at(port, None), None)
    assert "ERR_CERT_AUTHORITY_INVALID" in reasons(visits)
    assert not visits[0].stored
    assert len(pages) == 0
    assert not check.reached


@pytest.mark.parametrize(
    ("names", "validity", "why"),
    [
        (("portal.localhost",), OVER, "certificate has expired"),
        (("other.localhost",), STANDS, "Hostname mismatch"),
    ],
)
def test_a_certificate_that_does_not_fit_is_refused(authority, names, validity, why) -> None:
    certified = authority.certify(*names, validity=validity)
    with (
        answering(page(HTML), wrap=over_tls(certified)) as port,
        pytest.raises(CannotVerify, match=why),
    ):
        told("visits", at(port, authority.file))


def test_another_authority_vouches_for_nothing(authority, tmp_path) -> None:
    other = founded(tmp_path / "other", validity=STANDS, name="other")
    certified = authority.certify("portal.localhost", validity=STANDS)
    with answering(page(HTML), wrap=over_tls(certified)) as port, pytest.raises(CannotVerify, match="vouches for"):
        told("visits", at(port, other.file))


def test_a_file_that_holds_no_certificates_is_told(tmp_path) -> None:
    file = tmp_path / "authority.pem"
    file.write_text("no certificate")
    with pytest.raises(CannotVerify, match="certificates of the authority of system portal cannot be read"):
        told("visits", at(1, file))


def test_a_further_host_is_trusted_where_it_is_named_and_recorded_in_any_case(authority) -> None:
    third = authority.certify("tag.localhost", validity=STANDS)
    own = authority.certify("portal.localhost", validity=STANDS)
    script = page("document.cookie = 'tagged=1'")
    with answering(script, wrap=over_tls(third)) as further:
        html = f"<script src='https://tag.localhost:{further}/tag.js'></script>"
        with answering(page(html), wrap=over_tls(own)) as port:
            named = told("visits", at(port, authority.file, hosts=[f"tag.localhost:{further}"]))
            unnamed = told("visits", at(port, authority.file))
    assert [one.name for one in named[0].stored] == ["tagged"]
    assert not unnamed[0].stored
    for visits in (named, unnamed):
        assert "tag.localhost" in {one.host for one in visits[0].requests}
