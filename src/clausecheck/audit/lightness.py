"""Keeps out of an audit's own process what its libraries look for and it does not use: it takes 80 MB.

pyarrow and DuckDB look whether numpy, pandas and pyarrow's datasets are there, to know their types when they meet them.
An audit hands them none.
"""

import sys
from importlib.abc import MetaPathFinder
from typing import Final

UNUSED: Final = frozenset({"numpy", "pandas", "pyarrow.dataset"})


def lighten() -> None:
    """From now on this process finds none of them. For a process that only audits: others may want them."""
    if not any(isinstance(one, _Absent) for one in sys.meta_path):
        sys.meta_path.insert(0, _Absent())


class _Absent(MetaPathFinder):
    """Says that they are not installed."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        if fullname in UNUSED:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
