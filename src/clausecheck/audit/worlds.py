"""The embedded world of a demo target: a package that builds its systems when the audit starts."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from clausecheck.errors import Problem, TargetError


@contextmanager
def built(world: str, *, root: Path, as_of: datetime) -> Iterator[Mapping[str, str]]:
    """Build the world (`fixtures/clearcall`, relative to the project's root) in a temporary folder.

    Yields the variables that answer the target's `${…}`. `TargetError` where there is no such package.
    """
    if not (root / world / "__init__.py").is_file():
        raise TargetError([Problem(key="world", message=f"{world} is no package below {root.name}/")])
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    package = import_module(world.strip("/").replace("/", "."))
    with TemporaryDirectory(prefix="clausecheck-world-") as folder, package.world(Path(folder), as_of) as variables:
        yield variables
