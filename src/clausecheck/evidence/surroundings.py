"""What an audit was made with and from: libraries, digests of tool and checks, policy and target as they stood."""

import hashlib
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final

import clausecheck

ENVIRONMENT, DIGESTS, TARGET = "environment.json", "digests.json", "target.yaml"
POLICY: Final = "policy"
_KEPT: Final = ("*.yaml", "*.yml", "*.lock", "sections/*.y*ml", "schema/*.json")
_LEFT_OUT: Final = ("attestations.yaml", "waivers.yaml")
"""Their entries are kept one by one as the audit understood them, and without the keys of records that waivers name."""


def environment() -> Mapping[str, Any]:
    """Python, platform and the versions of what is installed; nothing of the machine's name, user or variables."""
    told = (one.metadata for one in distributions())  # each time it is asked for, its file is read anew
    found = {one["Name"]: one["Version"] for one in told if one["Name"]}
    return {
        "clausecheck": clausecheck.__version__,
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": f"{platform.system()} {platform.machine()}",
        "libraries": dict(sorted(found.items(), key=lambda one: one[0].lower())),
    }


def digests(root: Path) -> Mapping[str, Any]:
    """SHA-256 of the tool as a whole, and of each file of the project that a verdict rests on."""
    files = (path for part in ("checks", "contracts") for path in sorted((root / part).rglob("*")))
    rests_on = [path for path in files if path.suffix in {".py", ".yaml", ".yml"} and path.is_file()]
    return {
        "tool": _of_all(sorted(Path(clausecheck.__file__).parent.rglob("*.py"))),
        "files": {path.relative_to(root).as_posix(): _of(path) for path in rests_on},
    }


def policy_files(folder: Path) -> Mapping[str, bytes]:
    """The policy's files by their path below `policy/`, as they are."""
    found = sorted({path for pattern in _KEPT for path in folder.glob(pattern)})
    kept = [path for path in found if path.name not in _LEFT_OUT]
    return {f"{POLICY}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in kept}


def _of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _of_all(paths: Iterable[Path]) -> str:
    """One digest over the names and contents of several files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.name}\0{_of(path)}\n".encode())
    return whole.hexdigest()
