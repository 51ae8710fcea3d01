import pytest

from clausecheck.errors import CommandError
from clausecheck.notifying import Webhook, webhooks

SECRET = "https://hooks.example/services/T0/B0/secret-path"  # what leads to it is as good as a password


def test_command_line_and_environment_are_both_told_each_once() -> None:
    hooks = webhooks([SECRET], {"CLAUSECHECK_NOTIFY": f"slack+{SECRET}\n{SECRET}"})
    assert [(hook.url, hook.form) for hook in hooks] == [(SECRET, "json"), (SECRET, "slack")]
    assert webhooks([], {}) == ()


def test_an_address_is_a_secret_and_only_its_host_is_shown() -> None:
    (hook,) = webhooks([SECRET], {})
    assert hook == Webhook(url=SECRET, form="json", host="hooks.example")
    assert "secret-path" not in repr(hook)


@pytest.mark.parametrize(
    "wrong", ["hooks.example/secret", "ftp://h/secret", "https://", "https://h:port/secret", "http://h.example/secret",
              "slack+http://h.example/secret", "https://[::1/secret"],
)  # fmt: skip
def test_address_that_is_none_is_refused_without_being_told(wrong: str) -> None:
    with pytest.raises(CommandError, match="--notify") as refused:
        webhooks([], {"CLAUSECHECK_NOTIFY": wrong})
    assert "secret" not in str(refused.value)


def test_plain_text_is_for_this_machine_alone() -> None:
    hooks = webhooks(["http://127.0.0.1:9/x", "slack+http://localhost/x", "http://[::1]:9/x"], {})
    assert [hook.host for hook in hooks] == ["127.0.0.1", "localhost", "::1"]


def test_missing_library_is_named_before_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausecheck.notifying.addresses.find_spec", lambda _: None)
    assert webhooks([], {}) == ()
    with pytest.raises(CommandError, match=r"clausecheck\[notify\]"):
        webhooks([SECRET], {})
