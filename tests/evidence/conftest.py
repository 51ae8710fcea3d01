"""Runs of evidence without an audit: three files each, kept and sealed as an audit does it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clausecheck.evidence.door import Door
from clausecheck.evidence.keeping import Keeping
from clausecheck.evidence.sealing import sealed
from clausecheck.model import EvidenceRef
from clausecheck.redaction import Pseudonyms

Made = Callable[..., EvidenceRef]


def door() -> Door:
    return Door(pseudonyms=Pseudonyms(b"a key of the tests"))


def kept(root: Path, run: str, *, retention: str = "P3Y") -> Keeping:
    keeping = Keeping(root, run, door(), target="staging", retention=retention)
    keeping.begin()
    keeping.write("facts.jsonl", f'{{"fact":0,"of":"{run}"}}\n')
    keeping.write("calls.jsonl", '{"what":"SELECT"}\n')
    keeping.write("portal/refused.har", b"{}")
    return keeping


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Seals a run of this name below `tmp_path/evidence`."""

    def make(run: str, *, retention: str = "P3Y", **environ: str) -> EvidenceRef:
        keeping = kept(tmp_path / "evidence", run, retention=retention)
        return sealed(keeping, tmp_path, environ).evidence

    return make
