"""Logs in files and in the systemd journal: their oldest and newest entry, and when they are set to expire.

Settings of a system of kind `logs`: `files` (each log's name and where it lies), `logrotate`; `journal`, `journald`;
`keeps` where something else removes entries.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.logs.reading import log_stores
from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.reading_all import read_all
from clausecheck.targets.model import System

FACTS: Mapping[str, Any] = {"log_stores": log_stores}


def reach(system: System, context: Context) -> Reach:
    return read_all(FACTS, system, context)


__all__ = ["FACTS", "reach"]
