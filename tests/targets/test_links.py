"""The hops that a target declares: where they lead, and what is refused with its place."""

from collections.abc import Callable

import pytest

from clausecheck.errors import Problem
from clausecheck.targets import Target

TEXT = """\
target: staging
environment: staging
services: [worker]
systems:
  portal: {kind: website, url: "https://portal.example", ca_file: ca.pem}
  crm: {kind: sql, url: "postgresql+psycopg://app:${PW}@crm.example/crm"}
  pair: {kind: sql, url: "postgresql:///crm?host=one.example,two.example"}
  socket: {kind: sql, url: "postgresql:///crm?host=/run/postgresql"}
  own: {kind: sql, url: "postgresql://localhost/crm"}
  file: {kind: sql, url: "sqlite:///crm.db"}
  edge: {kind: tls, endpoints: ["portal.example:443", {url: "smtp://mail.example:587", server_name: mx.example}]}
links:
  - LINK
"""
Loaded = Callable[..., Target]


def with_link(link: str) -> str:
    return TEXT.replace("LINK", link)


def leads(loaded: Loaded, link: str) -> list[str]:
    (one,) = loaded(with_link(link), {"PW": "s3cret:@/#"}).links
    return [address.label for address in one.addresses]


@pytest.mark.parametrize(
    ("link", "leading"),
    [
        ("{from: internet, to: portal}", ["https://portal.example:443"]),
        ("{from: portal, to: pair}", ["postgres://one.example:5432", "postgres://two.example:5432"]),
        ("{from: internet, to: edge}", ["https://portal.example:443", "smtp://mail.example:587"]),
        ("{from: portal, to: worker, endpoint: 'worker.example:8443'}", ["tls://worker.example:8443"]),
        ("{from: worker, to: own}", ["postgres://localhost:5432"]),
        ("{from: portal, to: file, local: same machine}", []),
        ("{from: portal, to: socket, local: same machine}", []),
        ("{from: portal, to: own, local: same machine}", []),
        ("{from: portal, to: worker, local: same machine}", []),
    ],
)
def test_a_link_leads_to_its_endpoint_or_to_that_of_its_system(loaded: Loaded, link: str, leading: list[str]) -> None:
    assert leads(loaded, link) == leading


def test_nothing_of_a_database_url_is_kept_but_user_and_database(loaded: Loaded) -> None:
    (one,) = loaded(with_link("{from: portal, to: crm}"), {"PW": "s3cret:17/s3cret#"}).links
    (address,) = one.addresses
    assert (address.host, address.port, address.user, address.database) == ("crm.example", 5432, "app", "crm")
    assert "s3cret" not in repr(one)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("{from: internet, to: portall}", "did you mean 'portal'?"),
        ("{from: intrenet, to: portal}", "did you mean 'internet'?"),
        ("{from: portal, to: internet}", "no system and no service is named 'internet'"),
        ("{from: portal, to: worker}", "nothing says where worker is reached"),
        ("{from: portal, to: file}", "nothing says where file is reached"),
        ("{from: portal, to: socket}", "nothing says where socket is reached"),
        ("{from: portal, to: crm, local: Unix socket}", "crm is on another machine"),
        ("{from: portal, to: pair, local: Unix socket}", "pair is on another machine"),
        ("{from: portal, to: edge, local: Unix socket}", "edge is on another machine"),
        ("{from: internet, to: portal, endpoint: 'gopher://portal.example'}", "its protocol is none of those known"),
        ("{from: internet, to: portal, endpoint: 'https://'}", "it names no host"),
        ("{from: internet, to: portal, endpoint: 'portal.example'}", "it names no port"),
        ("{from: internet, to: portal, endpoint: 'https://portal.example:x'}", "it is no host and port"),
        ("{from: internet, to: portal, endpoint: 'https://portal.example', local: x}", "links[0]"),
        ("{from: internet, to: portal, encrypted: true}", "unknown key 'encrypted'"),
    ],
)
def test_a_wrong_link_is_refused_with_its_place(
    refused: Callable[..., tuple[Problem, ...]], link: str, said: str
) -> None:
    problems = refused(with_link(link), {"PW": "s3cret"})
    assert any(said in str(problem) and problem.line == 13 for problem in problems), list(map(str, problems))
    assert "s3cret" not in " ".join(map(str, problems))


@pytest.mark.parametrize("wrong", ["portal.example", "https://", "ftp://h", "h:0x1bb", "https://[::1", "-h:443"])
def test_an_endpoint_that_leads_nowhere_is_refused(refused: Callable[..., tuple[Problem, ...]], wrong: str) -> None:
    text = TEXT.replace('"portal.example:443"', f'"{wrong}"').replace("LINK", "{from: internet, to: portal}")
    problems = refused(text, {"PW": "s3cret"})
    assert any(problem.key == "systems.edge.endpoints[0]" and problem.line == 11 for problem in problems)


@pytest.mark.parametrize("port", ["-1", "65536", "x", "'8080x'"])
def test_a_plain_port_that_is_none_is_refused(refused: Callable[..., tuple[Problem, ...]], port: str) -> None:
    entry = f"{{url: 'https://h:8443', http: {port}}}"
    text = TEXT.replace('"portal.example:443"', entry).replace("LINK", "{from: internet, to: portal}")
    problems = refused(text, {"PW": "s3cret"})
    assert any("its `http` is no port" in str(problem) and problem.line == 11 for problem in problems)


def test_an_address_with_a_name_of_its_own(loaded: Loaded) -> None:
    edge = loaded(with_link("{from: internet, to: edge}"), {"PW": "x"}).links[0]
    assert [address.server_name for address in edge.addresses] == ["portal.example", "mx.example"]
    assert [address.http for address in edge.addresses] == [80, 0]
