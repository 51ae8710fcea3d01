"""Folders that are tried before anything is written into them."""

import tempfile
from pathlib import Path


def tried(folder: Path) -> None:
    """Raise `OSError` unless files can be put into `folder`, which need not be there yet.

    By putting one into what there is of it, and taking it away: permission bits do not tell of read-only file systems
    or of root. What lacks is not made, so that audits that begin at once do not take it away from each other.
    """
    there = next(path for path in (folder, *folder.parents) if path.exists() or path.is_symlink())
    with tempfile.TemporaryDirectory(prefix=".trial-", dir=there) as trial:
        (Path(trial) / "file").touch()
