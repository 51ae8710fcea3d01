import pytest

from clausecheck.model import Run
from tests.reports.sample import sample_run


@pytest.fixture
def run() -> Run:
    return sample_run()
