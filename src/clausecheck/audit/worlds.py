"""The embedded world of a demo target: a package that builds its systems when the audit starts."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
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
    with _opened(world, "world", root, as_of) as variables:
        yield variables


@contextmanager
def front_door(world: str, *, root: Path, as_of: datetime) -> Iterator[Mapping[str, str]]:
    """Only the website of a world, for somebody to look at: its `url`, its `plain` HTTP address, the file of the
    `authority` that it trusts, and the `fingerprint` of its key. `TargetError` where there is no such package.
    """
    with _opened(world, "front_door", root, as_of) as door:
        yield door


@contextmanager
def _opened(world: str, what: str, root: Path, as_of: datetime) -> Iterator[Mapping[str, str]]:
    if not (root / world / "__init__.py").is_file():
        raise TargetError([Problem(key="world", message=f"{world} is no package below {root.name}/")])
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="clausecheck-world-")))
        try:
            package = import_module(world.strip("/").replace("/", "."))
            told = stack.enter_context(getattr(package, what)(folder, as_of))
        except ModuleNotFoundError as missing:
            message = f"{world} needs {missing.name}, which is not installed: pip install 'clausecheck[demo]'"
            raise TargetError([Problem(key="world", message=message)]) from None
        yield told
