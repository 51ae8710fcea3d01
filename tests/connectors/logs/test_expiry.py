"""When logrotate and journald remove entries."""

from pathlib import Path

import pytest

from clausecheck.connectors.logs.expiry import Expiry, of_journald, of_logrotate

FILES = [Path("/var/log/app/app.log"), Path("/var/log/app/app.log.1.gz")]


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("/var/log/app/*.log {\n weekly\n rotate 4\n}", Expiry(days=35)),
        ("weekly\nrotate 4\n/var/log/app/app.log {\n compress\n}", Expiry(days=35)),
        ("weekly\n/var/log/app/app.log {\n daily\n rotate 7\n}", Expiry(days=8)),
        ('"/var/log/app/app.log" /var/log/other {\n monthly\n rotate 11\n maxage 90\n}', Expiry(days=121)),
        ("/var/log/app/app.log\n{\n daily\n rotate 7\n}", Expiry(days=8)),
        ("/var/log/app/app.log {\n daily\n maxsize 1G\n rotate 7\n}", Expiry(days=8)),
        ("/var/log/app/app.log {\n daily\n rotate -1\n}", Expiry(never=True)),
        ("/var/log/app/app.log {\n daily\n rotate 7\n postrotate\n  rotate 1000\n endscript\n}", Expiry(days=8)),
        ("/var/log/app/*.log {\n daily\n rotate 7\n}\n/var/log/app/app* {\n weekly\n rotate 9\n}", Expiry(days=70)),
    ],
)
def test_logrotate(text: str, expiry: Expiry) -> None:
    assert of_logrotate(text, FILES) == expiry


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("/var/log/other {\n daily\n rotate 7\n}", "names none"),
        ("/var/log/app/app.log {\n size 10M\n rotate 7\n}", "by size"),
        ("/var/log/app/app.log {\n weekly\n minsize 10M\n rotate 7\n}", "by minsize"),
        ("/var/log/app/app.log {\n rotate 7\n}", "how often"),
        ("/var/log/app/app.log {\n daily\n rotate many\n}", "no number"),
    ],
)
def test_what_logrotate_does_not_tell(text: str, word: str) -> None:
    expiry = of_logrotate(text, FILES)
    assert (expiry.days, expiry.never) == (None, False)
    assert word in expiry.untold


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("[Journal]\nMaxRetentionSec=1month\n", Expiry(days=31)),
        ("MaxRetentionSec=30day", Expiry(days=30)),
        ("MaxRetentionSec=1week 2d", Expiry(days=9)),
        ("MaxRetentionSec=86401", Expiry(days=2)),
        ("MaxRetentionSec=1month\nMaxRetentionSec=0", Expiry(never=True)),
        ("#MaxRetentionSec=1month", Expiry(never=True)),
        ("", Expiry(never=True)),
    ],
)
def test_journald(text: str, expiry: Expiry) -> None:
    assert of_journald(text) == expiry


def test_a_span_of_journald_that_is_none_is_not_told() -> None:
    assert "no span of time" in of_journald("MaxRetentionSec=for ever").untold
