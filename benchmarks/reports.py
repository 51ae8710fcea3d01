"""Every report of a large run: 121 clauses, 5,000 findings, 100,000 violations. And the paper of one of usual size.

The run is made up; its clauses are those of the policy in this folder. Each is written in a process of its own, which
does nothing else: `python -m benchmarks.reports FINDINGS VIOLATIONS [pdf]`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module

from benchmarks.measuring import Row, peak_megabytes
from benchmarks.startup import ROOT
from clausecheck.model import ClauseResult, EvidenceRef, Finding, History, Outcome, PastRun, Run, Seen
from clausecheck.policy import Policy, load_policy
from clausecheck.reports import pdf
from clausecheck.reports.all_reports import ALL_REPORTS
from clausecheck.reports.html.room import LARGEST

LIMIT, LIMIT_OF_PAPER, LIMIT_OF_MEMORY = 3.0, 20.0, 200
DEMO = 224
"""Findings of the embedded company's audit."""
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
STATEMENT = "SELECT records.id FROM records WHERE records.created_at < '2021-03-01' AND records.hold IS NULL -- "
ROUND = (Outcome.VIOLATED, Outcome.HONOURED, Outcome.HONOURED, Outcome.UNVERIFIED)


def reports(*, findings: int = 5000, violations: int = 100_000) -> Iterator[Row]:
    """The rows of the table for this question."""
    told = _alone(findings, violations)
    what = f"every report of 121 clauses, {findings:,} findings, {violations:,} violations"
    yield Row(what=what, figure=sum(told["seconds"].values()), unit="s", limit=LIMIT)
    yield Row(what="  largest resident size", figure=told["megabytes"], unit="MB", limit=LIMIT_OF_MEMORY)
    yield Row(what="  index.html", figure=told["bytes"]["index.html"] / 1e6, unit="MB", limit=LARGEST / 1e6)
    for name, seconds in sorted(told["seconds"].items(), key=lambda one: -one[1]):
        yield Row(what=f"  {name}", figure=seconds, unit="s", note=f"{told['bytes'][name]:,} bytes")
    if not pdf.missing():
        paper = _alone(DEMO, DEMO * 4, "pdf")
        yield Row(
            what=f"report.pdf of {DEMO} findings", figure=paper["seconds"][pdf.NAME], unit="s", limit=LIMIT_OF_PAPER
        )


def _alone(*arguments: object) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "benchmarks.reports", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, dict[str, float]] = json.loads(done.stdout)
    return told


def main(findings: str, violations: str, *paper: str) -> dict[str, object]:
    """Seconds and bytes of each report, and the largest resident size of this process."""
    run = large_run(int(findings), int(violations))
    modules = {pdf.NAME: "clausecheck.reports.pdf"} if paper else ALL_REPORTS
    seconds, sizes = {}, {}
    for name, module in modules.items():
        began = time.perf_counter()
        content = import_module(module).render(run)
        seconds[name] = time.perf_counter() - began
        sizes[name] = len(content.encode() if isinstance(content, str) else content)
    return {"seconds": seconds, "bytes": sizes, "megabytes": peak_megabytes()}


def large_run(findings: int, violations: int) -> Run:
    """Findings spread evenly over the obliging clauses, a quarter of them violated; the violations among those."""
    policy = load_policy(ROOT / "policy")
    obliging = [clause for clause in policy.clauses if clause.obligations]
    broken = len(range(0, findings, len(ROUND)))
    made: dict[str, list[Finding]] = {clause.id: [] for clause in policy.clauses}
    for number in range(findings):
        clause = obliging[number % len(obliging)]
        place = number // len(ROUND)
        share = violations // broken + (place < violations % broken)
        made[clause.id].append(_finding(number, clause.id, clause.obligations[0].kind, share))
    clauses = tuple(ClauseResult(clause=clause, findings=tuple(made[clause.id])) for clause in policy.clauses)
    return _run(policy, clauses)


def _finding(number: int, clause: str, kind: str, violations: int) -> Finding:
    outcome, system = ROUND[number % len(ROUND)], f"system-{number % 97}"
    one = Finding(
        id=f"records_leave_on_time[{clause}-{number}]", clause=clause, check="records_leave_on_time", obligation=kind,
        system=system, resource=f"{system}.records_{number}", outcome=outcome, noun="communication records",
        message=f"All 10,000 communication records of place {number} were examined; none speaks against it.",
        examined=10_000, where_to_look=f"{STATEMENT}{number} " * 10, how="a record is still there after its due day.",
        terms={"period": "P5Y"}, ages=(900,) * 10 + (10, 10), counts={"held": 3, "left out: not yet due": number},
    )  # fmt: skip
    if outcome is Outcome.HONOURED:
        return one
    remedy = "Delete them; see that the job runs."
    told = {"remedy": remedy, "promised": "Records leave after five years.", "message": f"Nobody could tell. {remedy}"}
    if outcome is Outcome.UNVERIFIED:
        return replace(one, reasons=(f"{system} did not answer in time",), examined=0, **told)
    examples = tuple(f"record-{number:05x}{example:07x}" for example in range(5))
    found = f"Kept past their due day: {violations:,} of 10,000 communication records"
    told["message"] = f"Records leave after five years. {found}. {remedy}"
    return replace(one, violations=violations, examples=examples, found=found, may_be_breach=number % 16 == 0, **told)


def _run(policy: Policy, clauses: tuple[ClauseResult, ...]) -> Run:
    ids = [finding.id for result in clauses for finding in result.findings]
    seen = Seen(before=Outcome.HONOURED, since=AS_OF - timedelta(days=30), runs=4)
    past = tuple(
        PastRun(
            id=f"run-{week}", as_of=AS_OF - timedelta(weeks=week), started_at=AS_OF - timedelta(weeks=week),
            policy_version=policy.version, complete=True, totals={Outcome.VIOLATED: week, Outcome.HONOURED: 100 - week},
        )
        for week in range(52, 0, -1)
    )  # fmt: skip
    return Run(
        id="2026-03-01-large-7f3a", target="large", environment="staging", organisation=policy.organisation,
        policy_title=policy.title, policy_version=policy.version, time_zone=policy.time_zone, as_of=AS_OF,
        started_at=AS_OF, finished_at=AS_OF + timedelta(minutes=3), complete=True, selection=(), tool_version="0",
        sections=policy.sections, clauses=clauses,
        evidence=EvidenceRef(folder="evidence/large", manifest_sha256="0" * 64),
        history=History(findings=dict.fromkeys(ids, seen), clauses={one.clause.id: seen for one in clauses}, runs=past),
        proven={"records_leave_on_time": 12},
    )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
