"""A target may say how long a website is watched, but only a demo may watch it for less than everybody else does."""

import pytest

from clausecheck.errors import TargetError

TARGET = """\
target: t
mode: read-only
environment: {environment}
systems:
  portal: {{kind: website, url: "https://portal.example", settle_seconds: "{seconds}"}}
datasets: []
"""


@pytest.mark.parametrize(("environment", "seconds"), [("staging", "5"), ("production", "12.5"), ("demo", "0.3")])
def test_a_window_of_everybodys_length_or_longer_is_taken(loaded, environment, seconds) -> None:
    target = loaded(TARGET.format(environment=environment, seconds=seconds))
    assert target.systems["portal"].settings["settle_seconds"] == seconds


@pytest.mark.parametrize(
    ("environment", "seconds", "least"),
    [("staging", "4.9", 5), ("production", "0", 5), ("demo", "0", 0.1), ("staging", "121", 5), ("demo", "soon", 0.1)],
)
def test_a_shorter_one_is_refused_outside_a_demo(loaded, environment, seconds, least) -> None:
    with pytest.raises(TargetError, match=f"no number of seconds between {least} and 120"):
        loaded(TARGET.format(environment=environment, seconds=seconds))
