"""The files of a DuckDB system: which view reads which files, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

if TYPE_CHECKING:
    import duckdb

FORMATS = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}
# DuckDB would turn JSON strings into timestamps and drop their offsets on the way, and would give up a whole file for
# one bad date. No string has this format, so that they stay as they were written and are parsed as SQLite's are.
_AS_WRITTEN = "|%Y|"


@dataclass(frozen=True, kw_only=True)
class View:
    """One view over the files that its pattern matched when the engine was made, read as `format`."""

    format: str
    paths: tuple[str, ...]
    pattern: str = ""

    def of(self, opened: "duckdb.DuckDBPyConnection") -> "duckdb.DuckDBPyRelation":
        """The relation over all files; a column that only some of them have is NULL in the others."""
        paths: Any = list(self.paths)  # the stubs of two of the three readers know one path only
        if self.format == "parquet":
            return opened.read_parquet(paths, union_by_name=True)
        if self.format == "csv":
            return opened.read_csv(paths, union_by_name=True)
        return opened.read_json(paths, union_by_name=True, date_format=_AS_WRITTEN, timestamp_format=_AS_WRITTEN)


def views_of(system: System) -> dict[str, View]:
    """The views that the system's `files` name. `CannotVerify` where a name does not say its format."""
    files = system.settings.get("files") or {}
    if not isinstance(files, Mapping):
        raise CannotVerify(f"files of {system.name} is no mapping of a view's name to a path")
    return {str(name): _view(system, str(name), str(pattern)) for name, pattern in files.items()}


def _view(system: System, view: str, pattern: str) -> View:
    name = pattern.removesuffix(".gz")
    form = FORMATS.get(Path(name).suffix.lower())
    if form is None:
        raise CannotVerify(
            f"{system.name} names files for {view} whose format is not known by their ending",
            remedy="use one of " + ", ".join(FORMATS),
        )
    # Path.glob takes no absolute pattern.
    paths = glob(str(Path(system.folder, pattern).absolute()), recursive=True)  # noqa: PTH207
    files = tuple(sorted(path for path in paths if Path(path).is_file()))
    return View(format=form, paths=files, pattern=pattern)
