"""A plugin of pytest's own kind, `-p proving.code.mutated`: this process imports a mutant in the place of its file.

`CLAUSECHECK_MUTANT` names a file with its path in the first line and its source behind it.
"""

import importlib.machinery
import os
from pathlib import Path
from typing import Any

VARIABLE = "CLAUSECHECK_MUTANT"


def put(path: str, source: str) -> None:
    """Make every import of this file read this source, whatever bytecode lies beside it."""
    loader: Any = importlib.machinery.SourceFileLoader
    reads = loader.get_code

    def get_code(self: Any, name: str) -> Any:
        own = self.get_filename(name)
        return compile(source, own, "exec") if own == path else reads(self, name)

    loader.get_code = get_code


if VARIABLE in os.environ:
    put(*Path(os.environ[VARIABLE]).read_text(encoding="utf-8").split("\n", 1))
