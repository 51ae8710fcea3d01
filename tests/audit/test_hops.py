"""Which endpoints belong to a system, which hops lead to it, and what is told of each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from clausecheck.audit import endpoints, hops
from clausecheck.audit.addresses import endpoints_of
from clausecheck.audit.secure_transport import settled
from clausecheck.errors import CannotVerify
from clausecheck.facts import Endpoint, Hop, Population, Unreadable
from clausecheck.model import Basis, Obligation
from clausecheck.policy.obligations.security import EncryptedHops
from clausecheck.records.asking import Audit
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.addresses import Address, address_of
from clausecheck.targets.model import Link, System, Target
from fixtures.worlds.servers import Missing, running

OBLIGATION: Obligation = EncryptedHops(kind="encrypted_hops", basis=Basis.PUBLISHED)
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = Endpoint(
    label="x", protocol="smtp", encrypted=True, accepted=("1.3",), broken_ciphers=(), plain_text=False, hsts=None
)


def system(name: str, kind: str, **settings: Any) -> System:
    return System(name=name, kind=kind, settings=settings)


SYSTEMS = (
    system("crm", "sql", url="postgresql://app@crm.example/crm"),
    system("own", "sql", url="postgresql://localhost/crm"),
    system("file", "sql", url="sqlite:///crm.db"),
    system("cloud", "aws", endpoint_url="http://127.0.0.1:5000"),
    system("mails", "mail", domains=["portal.example"]),
    system("edge", "tls", endpoints=["portal.example:443", "smtp://mail.example:587"]),
    system("odd", "sql", url="oracle://db.example/x"),
)


def target(*links: Link) -> Target:
    systems = {one.name: one for one in SYSTEMS}
    return Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=(), links=links)


def link(to: str, *urls: str, local: str = "") -> Link:
    return Link(origin="internet", to=to, addresses=tuple(map(address_of, urls)), local=local)


def audit(*links: Link) -> Audit:
    return Audit(
        target=target(*links), as_of=AS_OF, clock=AS_OF, time_zone="UTC", policy_date=date(2024, 3, 15), categories={},
        pseudonyms=Pseudonyms(b"k"),
    )  # fmt: skip


def test_whatever_is_in_a_network_needs_a_hop_and_a_cloud_is_none() -> None:
    assert [one.id for one in hops.subjects(OBLIGATION, target())] == ["crm", "own", "mails", "edge", "odd"]
    linked = target(link("worker", "h:8443"), link("file", local="same host"))
    assert [one.id for one in hops.subjects(OBLIGATION, linked)][5:] == ["worker", "file"]


def test_endpoints_are_those_listed_those_linked_and_those_of_other_machines() -> None:
    assert [one.id for one in endpoints.subjects(OBLIGATION, target())] == ["crm", "edge", "odd"]
    linked = target(link("worker", "h:8443"), link("own", "postgres://127.0.0.1"), link("crm", "postgres://pool"))
    assert [one.id for one in endpoints.subjects(OBLIGATION, linked)] == ["crm", "own", "edge", "odd", "worker"]
    assert [one.label for one in endpoints_of("crm", linked)] == ["postgres://crm.example:5432", "postgres://pool:5432"]


def test_each_endpoint_of_a_system_is_asked_once() -> None:
    linked = target(link("edge", "portal.example:443", "imaps://mail.example"))
    labels = [one.label for one in endpoints_of("edge", linked)]
    assert labels == ["https://portal.example:443", "smtp://mail.example:587", "imaps://mail.example:993"]


def test_a_system_whose_protocol_nobody_knows_is_named_and_not_left_out() -> None:
    (job,) = endpoints.jobs([(OBLIGATION, endpoints.subject_of("odd", target()))], audit())
    with pytest.raises(CannotVerify, match="the settings of odd do not say where it is reached"):
        job.run()


def gathered(monkeypatch: pytest.MonkeyPatch, name: str, told: Mapping[str, Any], *links: Link) -> Population[Hop]:
    """The hops to a system, where the endpoints tell this."""

    def asked(_name: str, addresses: list[Address], _audit: Audit) -> dict[Address, Any]:
        return {address: told[address.label] for address in addresses}

    monkeypatch.setattr(hops, "asked", asked)
    (job,) = hops.jobs([(OBLIGATION, hops.subject_of(name, target()))], audit(*links))
    (population,) = job.run()
    assert isinstance(population, Population)
    return population


@pytest.mark.parametrize(
    ("known", "encrypted", "doubt"),
    [
        ({}, True, ""),
        ({"encrypted": False, "plain_text": True}, False, ""),
        ({"plain_text": True}, None, "takes plain text as well as TLS"),
        ({"plain_text": None}, None, "does not say whether it takes plain text too"),
        ({"protocol": "https", "plain_text": True, "hsts": 0}, True, ""),
    ],
)
def test_a_hop_is_encrypted_where_its_end_speaks_nothing_else(
    monkeypatch: pytest.MonkeyPatch, known: dict[str, Any], encrypted: bool | None, doubt: str
) -> None:
    end = replace(GOOD, **known)
    (hop,) = gathered(monkeypatch, "crm", {"smtp://h:25": end}, link("crm", "smtp://h"))
    assert hop.label == "internet to crm (smtp://h:25)"
    assert hop.encrypted is encrypted
    assert doubt in hop.untold
    assert bool(hop.untold) == bool(doubt)


def test_an_end_that_does_not_answer_is_an_unreadable_hop(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Unreadable(what="smtp://h:25", why="it did not answer")
    told = gathered(monkeypatch, "crm", {"smtp://h:25": silent}, link("crm", "smtp://h"))
    assert len(told) == 0
    assert [str(one) for one in told.unreadable] == ["internet to crm (smtp://h:25): it did not answer"]


def test_two_names_at_one_place_are_two_hops(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [address_of({"url": "tls://h:1", "server_name": name}) for name in ("a.example", "b.example")]
    told = gathered(monkeypatch, "crm", {"tls://h:1": GOOD}, replace(link("crm"), addresses=tuple(names)))
    assert len(told) == 2


def test_what_no_link_reaches_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("crm", "own", "mails"):
        assert [one.what for one in gathered(monkeypatch, name, {}).unreadable] == [name]
    edge = gathered(monkeypatch, "edge", {"https://portal.example:443": GOOD}, link("edge", "portal.example:443"))
    assert [one.what for one in edge.unreadable] == ["smtp://mail.example:587"]


def test_an_endpoint_is_reached_whatever_the_link_says_of_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    named = address_of({"url": "smtp://mail.example:587", "server_name": "mx.example"})
    both = (link("edge", "portal.example:443"), replace(link("edge"), addresses=(named,)))
    told = gathered(monkeypatch, "edge", {"https://portal.example:443": GOOD, "smtp://mail.example:587": GOOD}, *both)
    assert (len(told), told.unreadable) == (2, ())


def test_a_local_hop_counts_where_the_settings_of_a_system_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    (seen,) = gathered(monkeypatch, "file", {}, link("file", local="same host"))
    (said,) = gathered(monkeypatch, "worker", {}, link("worker", local="same host"))
    assert (seen.local, seen.encrypted, seen.untold) == ("same host", None, "")
    assert "only said" in said.untold


@pytest.mark.parametrize("insists", [True, False])
def test_whether_mariadb_insists_is_asked_through_the_system_that_reads_it(insists: bool) -> None:
    try:
        server = running("mariadb-tls")
    except Missing as missing:
        pytest.skip(str(missing))
    server.run([f"SET GLOBAL require_secure_transport = {'ON' if insists else 'OFF'}"])
    address = address_of(f"mysql://127.0.0.1:{server.port}")
    reading = replace(target(), systems={"ledger": system("ledger", "sql", url=server.url)})
    untold = replace(GOOD, protocol="mysql", plain_text=None)
    assert settled(address, untold, reading).plain_text is not insists
    assert settled(address, untold, target()).plain_text is None
    assert settled(replace(address, port=1), untold, reading).plain_text is None
    wrong = replace(target(), systems={"ledger": system("ledger", "sql", url=server.url.replace("owner", "nobody"))})
    assert settled(address, untold, wrong).plain_text is None
