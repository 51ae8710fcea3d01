"""Runs a program that lists something, and reads the JSON that it prints."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from os import environ
from shutil import which
from typing import Any

from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

LARGEST = 256 * 2**20
"""Bytes of an answer; a longer one is not read."""
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def printed_json(system: System, command: Sequence[str], secrets: Mapping[str, str], *, install: str) -> Any:
    """What the program prints, parsed. Secrets go through its environment, never through the process list.

    `CannotVerify` where it is not installed, `Unreachable` where it fails, takes longer than the system's time limit
    or prints something else. `install` is the line that installs it.
    """
    if which(command[0]) is None:
        raise CannotVerify(f"the program {command[0]}, which reads {system.name}, is not installed", remedy=install)
    env = {name: environ[name] for name in _KEPT if name in environ} | {"LC_ALL": "C", **secrets}
    try:
        ran = subprocess.run(  # noqa: S603 - a program of ours to choose, its arguments from the target file
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=system.time_limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise _failed(system, command, f"did not answer within {system.time_limit:g} seconds") from None
    if ran.returncode:
        raise _failed(system, command, f"failed with exit code {ran.returncode}")
    return parsed(system, ran.stdout, f"what {command[0]} printed")


def _failed(system: System, command: Sequence[str], how: str) -> Unreachable:
    # What the program wrote of its failure may quote a password or a path with a name in it: it is not repeated.
    shown = " ".join(word for word in command if not word.startswith(("-", "/")))
    return Unreachable(
        f"{command[0]}, which reads {system.name}, {how}",
        system=system.name,
        tried=shown,
        remedy=f"run {shown} as the auditing user and mend what it complains of",
    )


def parsed(system: System, text: bytes, what: str) -> Any:
    """The JSON in `text`; `CannotVerify` where it is none, too large or nested too deep."""
    if len(text) > LARGEST:
        raise CannotVerify(f"{what} for {system.name} is larger than {LARGEST // 2**20} MB")
    try:
        # Programs quote names of files and broken data; a letter that is none must not hide the rest.
        return json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise CannotVerify(f"{what} for {system.name} is no JSON that can be read ({kind_of(error)})") from None
