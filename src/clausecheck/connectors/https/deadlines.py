"""Connections that end by a deadline: httpx limits each read by itself, so that a byte a second would never end."""

import time
from contextvars import ContextVar
from typing import Any

UNTIL: ContextVar[float] = ContextVar("until")
"""The monotonic moment by which the question asked in this thread is over."""


def obey_deadlines(client: Any) -> None:
    """Let every connection of an httpx client, through a proxy too, look at `UNTIL` before it waits."""
    for transport in (client._transport, *filter(None, client._mounts.values())):  # noqa: SLF001  no public way in
        pool = transport._pool  # noqa: SLF001
        pool._network_backend = _Backend(pool._network_backend)  # noqa: SLF001


def _remaining(timeout: float | None) -> float:
    """Seconds left, of which a timeout may take no more; never nothing, which would mean without end."""
    left = max(UNTIL.get() - time.monotonic(), 0.001)
    return left if timeout is None else min(left, timeout)


class _Stream:
    """httpcore's stream, each wait within what is left."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._stream.read(max_bytes, _remaining(timeout))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _remaining(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend:
    """httpcore's backend, opening such streams."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> _Stream:
        return _Stream(self._backend.connect_tcp(host, port, timeout=_remaining(timeout), **more))

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
