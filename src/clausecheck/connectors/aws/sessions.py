"""An AWS account as a target names it: credentials, clients, a bound on time and on what runs at once.

Credentials come from boto3's own chain (environment, shared files, container, instance) and from nowhere else; a
target may name a `profile` of it and a `role_arn` to assume. Settings: `regions`, and optionally `endpoint_url`,
`account` (twelve digits: other credentials are refused), `profile`, `role_arn`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import boto3
import botocore.loaders
import botocore.session
from botocore.config import Config

from clausecheck.connectors.aws.failures import Unanswered, unanswered
from clausecheck.connectors.aws.hearing import tell
from clausecheck.connectors.aws.understood import check
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

ATTEMPTS = 3
"""What botocore's standard mode does by default; all attempts together stay within the system's time limit."""
AT_ONCE = 8
"""Listings at once, and questions at once within one listing."""
FRESH = 1800
"""Seconds for which a session is used again; the credentials of an assumed role last an hour."""

_PREFIXED_ADDRESS = re.compile(r"\d{12}\.(\d+\.\d+\.\d+\.\d+(?::\d+)?)")
_T = TypeVar("_T")
_R = TypeVar("_R")
_CALLS: dict[str, Counter[str]] = {}
_CALLS_LOCK = Lock()


def calls_made(system: System) -> Counter[str]:
    """How often each operation was called for this system in this process, as "sqs:ListQueues". A page is a call."""
    with _CALLS_LOCK:
        return Counter(_CALLS.get(system.name, {}))


class Clients:
    """The clients of one session, made once a service and region and shared by threads: making one takes long."""

    def __init__(self, system: System, session: Any) -> None:
        self.session, self.system, self.since = session, system, monotonic()
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = Lock()
        session.events.register("before-call", self._count)
        if system.heard:
            tell(session.events, system.name, system.heard)
        session.events.register("after-call", check)

    def client(self, service: str, region: str) -> Any:
        with self._lock:
            if (service, region) not in self._made:
                client = self.session.client(
                    service,
                    region_name=region,
                    endpoint_url=str(self.system.settings.get("endpoint_url") or "") or None,
                    config=_config(self.system.time_limit),
                )
                client.meta.events.register("before-sign.s3-control", without_prefix)
                self._made[service, region] = client
            return self._made[service, region]

    def close(self) -> None:
        """Give back the connections."""
        with self._lock:
            for client in self._made.values():
                client.close()

    def _count(self, model: Any, **_: object) -> None:
        name = f"{model.service_model.endpoint_prefix}:{model.name}"
        with _CALLS_LOCK:
            _CALLS.setdefault(self.system.name, Counter())[name] += 1


class Account:
    """One account, opened for one reading.

    `id` are its twelve digits, `caller` the ARN of whoever reads, `silent` the services and regions that did not
    answer.
    """

    def __init__(self, system: System, clients: Clients) -> None:
        self.system, self._clients = system, clients
        self.regions = _regions(system, clients.session)
        self.id = ""
        self.caller = ""
        self.silent: set[tuple[str, str]] = set()

    def client(self, service: str, region: str) -> Any:
        """The client of a service in a region; `iam` and `sts` answer for the whole account in any."""
        return self._clients.client(service, region)

    def each(self, read: Callable[[_T], _R], items: Iterable[_T]) -> list[_R]:
        """What `read` gives for every item, in their order, a bounded number of them at once."""
        with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="aws") as pool:
            return list(pool.map(read, items))


_OPEN: dict[int, Clients] = {}
_OPEN_LOCK = Lock()


def close_all() -> None:
    """Give back every connection of this process to AWS."""
    with _OPEN_LOCK:
        kept = list(_OPEN.values())
        _OPEN.clear()
    for clients in kept:
        clients.close()


def _clients(system: System) -> Clients:
    """Those of an earlier reading of this very system, unless their credentials may be over before this one ends."""
    with _OPEN_LOCK:
        kept = _OPEN.get(id(system))
    if kept is None or kept.system is not system or monotonic() - kept.since > FRESH:
        kept = Clients(system, _session(system))
        with _OPEN_LOCK:
            _OPEN[id(system)] = kept
    return kept


def without_prefix(request: Any, **_: object) -> None:
    """S3 Control puts the account before the endpoint's name. An endpoint that is named by its address has no names."""
    parts = urlsplit(request.url)
    address = _PREFIXED_ADDRESS.fullmatch(parts.netloc)
    if address:
        request.url = urlunsplit(parts._replace(netloc=address[1]))


def opened(system: System) -> Account:
    """The account that a system names; its connections stay, for the next reading, until `close_all`.

    Raises `CannotVerify` where nobody answers, or it is another account.
    """
    try:
        account = Account(system, _clients(system))
        who = _caller(account)
    except CannotVerify:
        raise
    except Unanswered as failure:
        raise _closed(system, failure) from None
    except Exception as error:
        raise _closed(system, unanswered(error, "sts", "GetCallerIdentity", system.time_limit / ATTEMPTS)) from None
    account.id, account.caller = who["Account"], who["Arn"]
    named = str(system.settings.get("account") or "")
    if named and named != account.id:
        raise CannotVerify(
            f"system {system.name}: the credentials belong to another account than the one the target names",
            tried="sts:GetCallerIdentity",
            remedy="run the audit with credentials of the account that the target names",
        )
    return account


def _caller(account: Account) -> Mapping[str, str]:
    """Who the credentials are, from the first region that answers: AWS lets everybody ask that."""
    for region in account.regions[:-1]:
        try:
            return dict(account.client("sts", region).get_caller_identity())
        except Exception as error:
            if not unanswered(error, "sts", "GetCallerIdentity", 0).silent:
                raise
    return dict(account.client("sts", account.regions[-1]).get_caller_identity())


def _closed(system: System, failure: Unanswered) -> CannotVerify:
    return CannotVerify(
        f"system {system.name}: AWS could not be reached: {failure.why}",
        tried="who the credentials belong to",
        remedy=failure.remedy,
    )


def _session(system: System) -> Any:
    session = boto_session(str(system.settings.get("profile") or "") or None)
    role = str(system.settings.get("role_arn") or "")
    return _assumed(system, session, role) if role else session


def boto_session(profile: str | None = None, **credentials: str) -> Any:
    """A session of boto3 that shares AWS's descriptions of its services with every other: they are megabytes each."""
    core = botocore.session.Session(profile=profile)
    core.register_component("data_loader", _descriptions())
    return boto3.Session(botocore_session=core, **credentials)


@cache
def _descriptions() -> Any:
    return botocore.loaders.create_loader()


def _assumed(system: System, session: Any, role: str) -> Any:
    """A session of the role that the target names, of the hour that AWS gives by default."""
    sts = Account(system, Clients(system, session))
    try:
        answer = sts.client("sts", sts.regions[0]).assume_role(RoleArn=role, RoleSessionName="clausecheck")
    except Exception as error:
        raise unanswered(error, "sts", "AssumeRole", system.time_limit / ATTEMPTS) from None
    given: Mapping[str, str] = answer["Credentials"]
    return boto_session(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def _regions(system: System, session: Any) -> tuple[str, ...]:
    named = system.settings.get("regions") or ([session.region_name] if session.region_name else [])
    if not isinstance(named, (list, tuple)) or not named:
        raise CannotVerify(
            f"system {system.name} names no AWS region", remedy="list the regions in use under `regions:` in the target"
        )
    return tuple(dict.fromkeys(map(str, named)))


def _config(time_limit: float) -> Any:
    """A call and its repetitions end within the time limit."""
    seconds = time_limit / ATTEMPTS
    return Config(
        connect_timeout=seconds,
        read_timeout=seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=2 * AT_ONCE,
    )
