"""Answers that are late, long, odd or lead elsewhere: bounded, unreadable, and the rest is read all the same."""

import socket
import threading
import time
from importlib import import_module

import pytest

from clausecheck.connectors.https import api, http
from clausecheck.errors import CannotVerify, Unreachable
from fixtures.worlds.planted import found_in
from tests.connectors.identity.conftest import read

USERS = [
    {"name": "ada", "roles": ["realm-admin"], "factors": ["otp"]},
    {"name": "ben", "roles": ["manage-users"], "factors": ["otp"]},
]
HELD = "GET *roles/realm-admin/users"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("deny", "answered 403"),
        ("broken", "answered 500"),
        ("always_limited", "too many requests"),
        ("endless", "pages do not end"),
        ("huge", "longer than"),
        ("nested", "its answer"),  # Python reads it, or does not: either way it is none
        ("garbage", "no JSON that can be read"),
        ("elsewhere", "redirects, which is not followed"),
    ],
)
def test_one_answer_costs_what_rests_on_it_and_no_more(provider, context, monkeypatch, rule, why):
    monkeypatch.setattr(http, "MOST_BYTES", 2**20)
    system, front = provider("keycloak", users=USERS, **{rule: [HELD]})
    population = read(system, context)
    [entry] = population.unreadable
    assert entry.what == "the holders of role realm-admin"
    assert why in entry.why
    assert entry.remedy
    assert [one.reaches for one in population] == ["role manage-users"]
    assert not any("elsewhere" in question for question in front.seen)
    assert not found_in(repr(population))


def test_pages_that_always_bring_something_new_end_too(monkeypatch):
    monkeypatch.setattr(api, "MOST_PAGES", 5)
    with pytest.raises(api.Unanswered, match="pages do not end"):
        list(api.listed(lambda mark: ([mark], (mark or 0) + 1)))
    with pytest.raises(api.Unanswered, match="pages do not end"):
        list(api.listed(lambda mark: ([object()], "again")))


def test_a_limit_that_ends_in_time_is_waited_for(provider, context):
    system, front = provider("keycloak", users=USERS, limited=["GET */clients"])
    began = time.monotonic()
    assert read(system, context).unreadable == ()
    assert time.monotonic() - began >= 1
    assert front.seen.count("GET /admin/realms/staff/clients") == 2


def test_a_token_that_has_expired_is_fetched_anew_once(provider, context):
    system, front = provider("keycloak", users=USERS, expires=["GET */clients"])
    assert len(read(system, context)) == 2
    assert front.seen.count("POST /realms/staff/protocol/openid-connect/token") == 2
    denied, _ = provider("keycloak", users=USERS, settings={"client_secret": "wrong"})
    with pytest.raises(Unreachable, match="answered 401"):
        read(denied, context)


def test_silence_is_met_once(provider, context):
    system, front = provider("keycloak", time_limit=1.0, users=USERS, slow=["GET */users/*/credentials"])
    began = time.monotonic()
    population = read(system, context)
    assert time.monotonic() - began < 8
    assert {one.mfa_enrolled for one in population} == {None}
    assert all("no answer within 1 s" in one.untold for one in population)
    assert front.seen.count("GET /admin/realms/staff/users/user-ada/credentials") == 1


@pytest.mark.parametrize("link", ["https://elsewhere.example/api/v1/groups", "http://127.0.0.1:1/api/v1/groups"])
def test_a_next_page_on_another_host_is_not_asked_for(provider, context, link):
    system, front = provider("okta", users=[{"name": "ada", "roles": ["SUPER_ADMIN"]}], console=[{"mode": "2FA"}])
    answer = front.answer
    front.answer = lambda question: (
        type(reply)(data=reply.data, headers={"Link": f'<{link}>; rel="next"'})
        if (reply := answer(question)) and question.path == "/api/v1/groups"
        else reply
    )
    with pytest.raises(CannotVerify, match="leads to another host"):
        read(system, context)


def dribbles(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(60):
        connection.sendall(b"x")
        time.sleep(0.1)


def dribbles_a_body(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(60):
        connection.sendall(b" ")
        time.sleep(0.1)


def sends_long_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10 * 2**20)


def closes(connection):
    connection.close()


NO_SERVERS = (dribbles, dribbles_a_body, sends_long_headers, closes)


@pytest.mark.parametrize("behave", NO_SERVERS, ids=lambda one: one.__name__)
def test_a_server_that_is_none_costs_its_time_limit(provider, context, behave):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, behave), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        system, _ = provider("github", time_limit=1.0, settings={"url": url}, owners=[])
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"no answer|did not end in time"):
            read(system, context)
        assert time.monotonic() - began < 4
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening, behave):
    try:
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            behave(connection)
    except OSError:
        return


@pytest.mark.parametrize("kind", ["keycloak", "okta", "entra", "google_workspace", "github"])
@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"url": "http://provider.example"}, "asks for plain text"),
        ({"url": "ftp://127.0.0.1"}, "asks for plain text"),
        ({"ca_file": "/nowhere.pem"}, "no file where ca_file says"),
    ],
)
def test_what_is_wrong_with_the_target_is_said(provider, context, kind, settings, reason):
    system, front = provider(kind, settings=settings)
    with pytest.raises(CannotVerify, match=reason):
        read(system, context)
    assert front.seen == []


def test_reach_tells_what_can_be_read_and_as_whom(provider, context):
    system, _ = provider("keycloak", users=USERS, deny=[HELD])
    module = import_module("clausecheck.connectors.identity.keycloak")
    told = module.reach(system, context)
    assert (told.reached, told.identity, told.can) == (True, "client clausecheck", ("1 administrators",))
    assert "realm-admin" in told.missing[0]
    assert "view-users" in told.grants[0]
    closed, _ = provider("keycloak", users=USERS, deny=["POST *"])
    assert module.reach(closed, context).reached is False
