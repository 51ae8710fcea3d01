"""What `pytest checks` may be asked for: the option, and what pytest's `addoption` is told of it.

`clausecheck audit` has the same ones, in `cli/audits.py`.
"""

from typing import Any

FAIL_ON = ("violated", "unverified")

OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--target", {"default": "demo", "help": "NAME of targets/NAME.yaml, or a path (default: demo)"}),
    ("--report", {"default": "report", "metavar": "DIR", "help": "folder of the reports (default: report)"}),
    ("--clause", {"action": "append", "default": [], "metavar": "C", "help": "only this clause and those below it"}),
    (
        "--as-of",
        {"default": "", "metavar": "T", "help": "judge as of this moment, ISO 8601 with a zone (default: now)"},
    ),
    ("--contracts", {"action": "store_true", "help": "hold each dataset against its contract (extra contracts)"}),
    ("--language", {"default": "", "metavar": "CODE", "help": "of page and PDF: en, de (default: the policy's)"}),
    ("--pdf", {"action": "store_true", "help": "write report.pdf too (extra pdf)"}),
    (
        "--notify",
        {
            "action": "append",
            "default": [],
            "metavar": "URL",
            "help": "tell this webhook (https://... or slack+https://...) what is new and fixed; repeatable",
        },
    ),
    ("--fail-on", {"default": "unverified", "metavar": "O", "help": f"what exits non-zero: {' or '.join(FAIL_ON)}"}),
)
