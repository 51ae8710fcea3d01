"""What `target check` tells of endpoints."""

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.tls import FACTS, reach
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.servers.authorities import authority
from fixtures.worlds.servers.processes import free_port


def context(as_of):
    return Context(as_of=as_of, clock=as_of, pseudonyms=Pseudonyms(b"k"), time_zone="UTC")


def edge(*endpoints, ca_file=""):
    settings = {"endpoints": list(endpoints), "ca_file": ca_file or str(authority().file)}
    return System(name="edge", kind="tls", settings=settings, time_limit=3)


def test_each_endpoint_that_is_not_reached_is_named(build, as_of):
    gone = f"tls://127.0.0.1:{free_port()}"
    told = reach(edge(build("nginx"), gone), context(as_of))
    assert told.reached
    assert told.can == ("reach 1 of 2 endpoints",)
    assert [one.split(": ")[0] for one in told.missing] == [gone]
    assert not reach(edge(gone), context(as_of)).reached


def test_a_file_of_an_authority_that_is_missing_is_told(build, as_of):
    told = reach(edge(build("nginx"), ca_file="/nowhere/authority.pem"), context(as_of))
    assert any("private authority cannot be read" in one for one in told.missing)


def test_an_endpoint_that_is_listed_twice_is_asked_once_and_discouraged_ciphers_are_counted(build, as_of):
    entry = build("nginx", versions=["1.2"], ciphers="ECDHE-ECDSA-AES128-SHA")
    told = FACTS["endpoints"](edge(entry, entry), context(as_of))
    assert len(told) == 1
    assert told.counts == {"CBC with SHA-1 accepted": 1}


def test_a_certificate_that_ends_soon_is_a_warning(build, as_of):
    soon = build("nginx", certificate={"ends": "2026-03-08T12:00:00+00:00"})
    assert FACTS["endpoints"](edge(soon), context(as_of)).warnings[0].endswith("ends in 7 days")
    later = build("nginx", certificate={"ends": "2026-03-30T12:00:00+00:00"})
    assert FACTS["endpoints"](edge(later), context(as_of)).warnings == ()
