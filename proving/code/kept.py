"""What came of each mutant, as it is kept in git: a run in another checkout goes on where one stopped.

`proving/tried.jsonl` begins with the trials, by whose place in that list the lines behind it name them: one mutant a
line, by its digest, with the trial that noticed it or with all that it got through.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from proving.code.mutant import ROOT

KEPT = ROOT / "proving" / "tried.jsonl"


def lines() -> Iterator[dict[str, Any]]:
    """`{"mutant", "noticed_by", "passed"}` of each mutant that is kept; the trials are stamped."""
    if not KEPT.exists():
        return
    first, *others = map(json.loads, KEPT.read_text(encoding="utf-8").splitlines())
    trials = first["trials"]
    for one in others:
        noticed_by = trials[one["by"]] if "by" in one else ""
        yield {
            "mutant": one["mutant"],
            "noticed_by": noticed_by,
            "passed": [trials[at] for at in one.get("passed", ())],
        }


def write(told: Mapping[str, tuple[str, frozenset[str]]]) -> None:
    """Keep these and no others: by a mutant's digest, what noticed it or "", and what it got through.

    Of one that was noticed, the trials before are not kept.
    """
    used = {by for by, _ in told.values() if by}.union(*(passed for by, passed in told.values() if not by))
    trials = sorted(used)
    places = {trial: at for at, trial in enumerate(trials)}
    entries: list[dict[str, Any]] = [{"trials": trials}]
    for digest, (by, passed) in sorted(told.items()):
        how = {"by": places[by]} if by else {"passed": sorted(places[one] for one in passed)}
        entries.append({"mutant": digest, **how})
    KEPT.write_text("".join(json.dumps(one, separators=(",", ":")) + "\n" for one in entries), encoding="utf-8")
