"""All mutants of a set of files; making them takes a minute, so that those of a file are kept until it changes."""

import json
import random
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from proving.code.making import mutants_of
from proving.code.mutant import Mutant
from proving.code.remembered import FOLDER

_MAKERS = [Path(__file__).with_name(f"{name}.py") for name in ("making", "operators", "places")]


def made(files: Iterable[Path], *, sample: int, seed: int) -> list[Mutant]:
    """Every mutant of these files, or a sample of so many: in random order, the same for the same seed."""
    mutants = [mutant for file in files for mutant in _of(file)]
    if not 0 < sample < len(mutants):
        return mutants
    return random.Random(seed).sample(mutants, sample)  # noqa: S311 - it chooses, it keeps no secret


def _of(file: Path) -> list[Mutant]:
    kept = FOLDER / "mutants" / f"{_digest([file, *_MAKERS])}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        told = [asdict(one) | {"file": "", "lines": (one.lines.start, one.lines.stop)} for one in mutants_of(file)]
        kept.write_text(json.dumps(told), encoding="utf-8")
    told = json.loads(kept.read_text(encoding="utf-8"))
    return [Mutant(**one | {"file": file, "lines": range(*one["lines"])}) for one in told]


def _digest(files: list[Path]) -> str:
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:20]
