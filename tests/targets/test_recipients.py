"""`recipients:` of a system: whom its data may go to, and why."""

from collections.abc import Callable

import pytest

from clausecheck.errors import TargetError
from clausecheck.targets.model import Recipient, Target

TEXT = """
target: t
mode: read-only
environment: staging
systems:
  cloud:
    kind: aws
    regions: [us-east-1]
    recipients:
      - {name: "210987654321", ground: "3.1.b: the company that keeps our archives"}
datasets: []
"""


def test_a_system_names_whom_its_data_may_go_to(loaded: Callable[..., Target]) -> None:
    system = loaded(TEXT).systems["cloud"]
    assert system.recipients == (Recipient(name="210987654321", ground="3.1.b: the company that keeps our archives"),)
    assert "recipients" not in system.settings


def test_a_recipient_needs_a_ground_and_stands_once(loaded: Callable[..., Target]) -> None:
    again = '      - {name: "210987654321", ground: again}\ndatasets: []'
    with pytest.raises(TargetError, match="'210987654321' is declared twice"):
        loaded(TEXT.replace("datasets: []", again))
    with pytest.raises(TargetError, match="ground"):
        loaded(TEXT.replace(', ground: "3.1.b: the company that keeps our archives"', ""))
