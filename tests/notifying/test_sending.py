import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from clausecheck.notifying import Webhook, notify, webhooks
from clausecheck.notifying.notice import Notice, notice
from clausecheck.notifying.sending import send
from tests.receiver import Receiver
from tests.reports.past_of_sample import run_with_past
from tests.reports.sample import sample_run


@pytest.fixture
def told() -> Notice:
    found = notice(run_with_past())
    assert found is not None
    return found


def hook(receiver: Receiver, scheme: str = "") -> Webhook:
    (one,) = webhooks([f"{scheme}{receiver.address}"], {})
    return one


def test_notice_arrives_in_either_form(receiver: Receiver, told: Notice) -> None:
    assert send(hook(receiver), told) == ""
    assert send(hook(receiver, "slack+"), told) == ""
    generic, slack = receiver.bodies
    assert generic["schema"] == "clausecheck/notice/1"
    assert set(slack) == {"text", "blocks"}


def test_busy_server_is_asked_again_as_it_asks(receiver: Receiver, told: Notice) -> None:
    receiver.answers = [(429, "3"), (503, ""), (500, "")]
    waited: list[float] = []
    assert send(hook(receiver), told, sleep=waited.append) == ""
    assert waited == [3.0, 2.0, 4.0]
    assert len(receiver.bodies) == 4


def test_date_to_come_back_at_is_understood(receiver: Receiver, told: Notice) -> None:
    receiver.answers = [(503, format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True))]
    waited: list[float] = []
    assert send(hook(receiver), told, sleep=waited.append) == ""
    assert 10 < waited[0] <= 20


def test_tries_end(receiver: Receiver, told: Notice) -> None:
    receiver.answers = [(500, "")] * 9
    said = send(hook(receiver), told, sleep=lambda _: None)
    assert said == "The webhook of 127.0.0.1 was not told what changed: it answered 500 (tried 4 times)."
    assert len(receiver.bodies) == 4


@pytest.mark.parametrize("answer", [(400, ""), (404, "1"), (302, ""), (429, "3600")])
def test_answer_that_another_try_would_not_change_is_the_last(
    receiver: Receiver, told: Notice, answer: tuple[int, str]
) -> None:
    receiver.answers = [answer]
    said = send(hook(receiver), told, sleep=lambda _: None)
    assert f"it answered {answer[0]} (tried 1 time)." in said
    assert "secret-path" not in said


def test_server_that_is_not_there_is_told_by_its_host_alone(told: Notice) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        (nobody,) = webhooks([f"http://127.0.0.1:{taken.getsockname()[1]}/secret-path"], {})
    said = send(nobody, told, sleep=lambda _: None)
    assert "it could not be reached (ConnectError" in said
    assert "secret-path" not in said


def test_one_failing_webhook_keeps_nothing_from_the_next(receiver: Receiver) -> None:
    receiver.answers = [(404, "")]
    (said,) = notify(run_with_past(), (hook(receiver), hook(receiver, "slack+")))
    assert "it answered 404" in said
    assert len(receiver.bodies) == 2


def test_nothing_is_sent_where_nobody_knows_what_is_new(receiver: Receiver) -> None:
    hooks = (hook(receiver),)
    assert "without history" in notify(sample_run(), hooks)[0]
    assert "incomplete" in notify(run_with_past(complete=False), hooks)[0]
    assert notify(sample_run(), ()) == ()
    assert receiver.bodies == []
