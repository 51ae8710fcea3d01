"""Backups that a tool or a folder lists: pgBackRest, restic, plain files.

Settings of a system of kind `backups`: `tool` and what it needs (see each module), `protects` (which systems, and by
which stanza, tag or pattern), `keeps` where the tool does not store its own expiry, `apart` where only people know.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.backups.reading import backups, protected
from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.reading_all import read_all
from clausecheck.targets.model import System

FACTS: Mapping[str, Any] = {"backups": backups, "protected": protected}


def reach(system: System, context: Context) -> Reach:
    return read_all({"backups": backups}, system, context)


__all__ = ["FACTS", "reach"]
