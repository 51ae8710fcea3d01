"""The order in which mutants are tried."""

import random
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

from proving.code.mutant import Mutant


def in_turn(mutants: Iterable[Mutant]) -> list[Mutant]:
    """One of each file, in a random order of its own, then the next one of each: a run that is stopped has told
    something of every file.
    """
    by_file: dict[Path, list[Mutant]] = {}
    for one in mutants:
        by_file.setdefault(one.file, []).append(one)
    for file, own in by_file.items():
        random.Random(str(file.name)).shuffle(own)  # noqa: S311 - it chooses, it keeps no secret
    return [one for turn in zip_longest(*by_file.values()) for one in turn if one is not None]
