"""A thousand resources of AWS on moto: how long their reading takes, and how many calls it makes.

The smallest possible number: who the credentials are, one listing a service and region with as many pages as the API
forces, and one question a resource where the listing does not tell its encryption.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

from benchmarks.measuring import Row
from benchmarks.world import ZONE
from clausecheck.connectors.aws import FACTS, calls_made
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Population
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.aws import built


@dataclass(frozen=True, kw_only=True)
class Kind:
    """So many resources of one kind; the most that its listing gives in a page, and what each of them forces."""

    listing: str
    page: int
    share: int = 0
    question: str = ""


KINDS = {
    "buckets": Kind(listing="s3:ListBuckets", page=10_000, share=400, question="s3:GetBucketEncryption"),
    "volumes": Kind(listing="ec2:DescribeVolumes", page=1000, share=200),
    "databases": Kind(listing="rds:DescribeDBInstances", page=100, share=100),
    "queues": Kind(listing="sqs:ListQueues", page=1000, share=100, question="sqs:GetQueueAttributes"),
    "topics": Kind(listing="sns:ListTopics", page=100, share=50, question="sns:GetTopicAttributes"),
    "tables": Kind(listing="dynamodb:ListTables", page=100, share=50, question="dynamodb:DescribeTable"),
    "log_groups": Kind(listing="logs:DescribeLogGroups", page=50, share=100),
    "snapshots of volumes": Kind(listing="ec2:DescribeSnapshots", page=1000),
    "clusters": Kind(listing="rds:DescribeDBClusters", page=100),
    "snapshots": Kind(listing="rds:DescribeDBSnapshots", page=100),
    "snapshots of clusters": Kind(listing="rds:DescribeDBClusterSnapshots", page=100),
    "file systems": Kind(listing="elasticfilesystem:DescribeFileSystems", page=100),
}
"""Page sizes are the largest that each service's API reference allows."""
REGION = "us-east-1"


def cloud(*, resources: int = 1000) -> Iterator[Row]:
    """The rows of the table for this question."""
    counts = {name: ceil(kind.share * resources / 1000) for name, kind in KINDS.items()}
    with built(_world(counts)) as described:
        settings = {name: value for name, value in described.items() if name != "kind"}
        system = System(name=f"cloud of {resources}", kind="aws", settings=settings)
        began = time.perf_counter()
        population = FACTS["stores"](system, _context())
        seconds = time.perf_counter() - began
    agree(population, counts)
    made, smallest = calls_made(system), _smallest(counts, population)
    yield Row(
        what=f"{len(population):,} resources of AWS on moto", figure=seconds, unit="s", note="wall time, moto included"
    )
    more = {name: count - smallest.get(name, 0) for name, count in made.items() if count > smallest.get(name, 0)}
    note = f"smallest possible: {sum(smallest.values()):,}" + (f"; more than that: {more}" if more else "")
    yield Row(what="  calls made", figure=made.total(), unit="calls", limit=sum(smallest.values()), note=note)


def agree(population: Population[Any], counts: Mapping[str, int]) -> None:
    """`AssertionError` where not every resource was read."""
    if len(population) != sum(counts.values()) or population.unreadable:
        raise AssertionError(f"{len(population)} of {sum(counts.values())} resources, {population.unreadable}")


def _world(counts: Mapping[str, int]) -> dict[str, Any]:
    world: dict[str, Any] = {"regions": [REGION]}
    for name, count in counts.items():
        if count:
            world[name] = [{"name": f"{name.replace('_', '-')}-{number}"} for number in range(count)]
    return world


def _smallest(counts: Mapping[str, int], population: Population[Any]) -> dict[str, int]:
    """Calls by operation. A key's state is asked once for each key that a store names."""
    calls = {"sts:GetCallerIdentity": 1}
    for name, kind in KINDS.items():
        calls[kind.listing] = max(1, ceil(counts[name] / kind.page))
        if kind.question:
            calls[kind.question] = counts[name]
    keys = {store.key for store in population if store.key}
    return {**calls, **({"kms:DescribeKey": len(keys)} if keys else {})}


def _context() -> Context:
    now = datetime.now(UTC)
    return Context(as_of=now, clock=now, pseudonyms=Pseudonyms.from_environment(), time_zone=ZONE)
