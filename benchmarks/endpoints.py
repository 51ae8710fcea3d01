"""Two hundred TLS endpoints with 100 ms of latency each way round, and what one that hangs costs.

The endpoints are one nginx of this machine, each behind a port of a relay, which runs in a process of its own and holds
back every answer, and every new connection, by the latency: what a network does, and loopback does not.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Row

LATENCY = 0.1
LIMIT = 20.0
HANG_LIMIT = 3.0
"""Seconds that an endpoint may take, where those that hang are measured."""
ROOT = Path(__file__).parents[1]


def endpoints(*, number: int = 200) -> Iterator[Row]:
    """The rows of the table for this question."""
    from fixtures.worlds.tls import built

    with built({"portal": {"server": "nginx", "http": "redirect"}}) as described:
        (portal,) = described["endpoints"]
        with relayed(portal, number, hang=False) as ports:
            seconds, told = _asked(portal, ports, described["ca_file"], 60.0)
        agree(told, number, 0)
        note = "versions, ciphers, certificate, HSTS, redirect: eleven connections each"
        yield Row(what=f"{number} endpoints, 100 ms of latency", figure=seconds, unit="s", limit=LIMIT, note=note)
        hanging = max(number // 10, 1)
        with relayed(portal, hanging, hang=True) as ports:
            seconds, told = _asked(portal, ports, described["ca_file"], HANG_LIMIT)
        agree(told, 0, hanging)
        what, note = f"  {hanging} that hang, {HANG_LIMIT:g} s each", "they take a connection and say nothing"
        yield Row(what=what, figure=seconds, unit="s", limit=HANG_LIMIT * 2, note=note)


def agree(told: "tuple[int, int]", good: int, unreadable: int) -> None:
    """`AssertionError` where not so many endpoints were told in full, and so many not at all."""
    if told != (good, unreadable):
        raise AssertionError(f"{told[0]} told in full and {told[1]} unreadable, not {good} and {unreadable}")


def _asked(
    portal: dict[str, object], ports: list[tuple[int, int]], ca_file: str, time_limit: float
) -> tuple[float, tuple[int, int]]:
    from clausecheck.connectors.protocol import Context
    from clausecheck.connectors.tls import FACTS
    from clausecheck.redaction import Pseudonyms
    from clausecheck.targets.model import System

    listed = [{**portal, "url": f"https://127.0.0.1:{port}", "http": plain} for port, plain in ports]
    system = System(name="edge", kind="tls", settings={"endpoints": listed, "ca_file": ca_file}, time_limit=time_limit)
    now = datetime.now(UTC)
    context = Context(as_of=now, clock=now, pseudonyms=Pseudonyms.from_environment(), time_zone="UTC")
    began = time.perf_counter()
    population = FACTS["endpoints"](system, context)
    seconds = time.perf_counter() - began
    told = sum(not one.untold and one.accepted == ("1.2", "1.3") for one in population)
    return seconds, (told, len(population.unreadable))


@contextmanager
def relayed(portal: dict[str, object], number: int, *, hang: bool) -> Iterator[list[tuple[int, int]]]:
    """So many pairs of ports before the website's own two, in a process of its own."""
    told = {"url": portal["url"], "http": portal["http"], "number": number, "hang": hang}
    command = [sys.executable, "-m", "benchmarks.endpoints", json.dumps(told)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield [(port, plain) for port, plain in json.loads(process.stdout.readline())]
        finally:
            process.kill()


async def _relay(told: dict[str, object]) -> None:
    secure, plain = int(str(told["url"]).rpartition(":")[2]), int(str(told["http"]))
    ports = []
    for _ in range(int(str(told["number"]))):
        pair = []
        for port in (secure, plain):
            server = await asyncio.start_server(_held_back(port, hang=bool(told["hang"])), "127.0.0.1", 0, backlog=64)
            pair.append(server.sockets[0].getsockname()[1])
        ports.append(pair)
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


def _held_back(port: int, *, hang: bool) -> Callable[..., Awaitable[None]]:
    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if hang:
            await asyncio.sleep(3600)
        await asyncio.sleep(LATENCY)  # what setting up a connection costs
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_copied(reader, inner_writer, 0.0), _copied(inner_reader, writer, LATENCY))

    return relay


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, latency: float) -> None:
    try:
        while data := await reader.read(1 << 16):
            await asyncio.sleep(latency)
            writer.write(data)
            await writer.drain()
    except OSError:
        return  # whoever asked has heard enough
    finally:
        writer.close()


if __name__ == "__main__":
    asyncio.run(_relay(json.loads(sys.argv[1])))
