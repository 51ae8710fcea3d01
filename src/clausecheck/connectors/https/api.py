"""A provider's API, opened for reading: signed in, page by page, each page once, never without end."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from clausecheck.connectors.https.failures import EXPIRED, Unanswered, refused
from clausecheck.connectors.https.http import Answer, asked, client_of, same_origin
from clausecheck.connectors.https.waiting import is_limited, seconds_to_wait
from clausecheck.errors import Unreachable
from clausecheck.targets.model import System

MOST_PAGES = 500
AT_ONCE = 8
_T = TypeVar("_T")
_R = TypeVar("_R")


class SignIn(Protocol):
    """How a provider is signed in to: the headers of each question, fetched anew where `again`."""

    def __call__(self, api: "Api", *, again: bool) -> Mapping[str, str]: ...


class Api:
    """`root` is what paths are relative to; a question to any other origin is refused before it is asked."""

    def __init__(self, system: System, root: str, client: Any, sign_in: SignIn) -> None:
        self.system, self.root = system, root
        self._client, self._sign_in = client, sign_in
        self._headers: Mapping[str, str] = {}
        self._silent: Unanswered | None = None

    def get(self, path: str, *, needs: str, **terms: Any) -> Any:
        """The JSON behind a path or a whole URL of this origin. `needs` names the right that it takes."""
        return self.answer(path, needs=needs, **terms).data

    def answer(self, path: str, *, needs: str, **terms: Any) -> Answer:
        """The same with its headers. A token that has expired is renewed once; `Unanswered` for everything else."""
        url = path if "://" in path else f"{self.root}{path}"
        if not same_origin(url, self.root):
            raise Unanswered("it leads to another host, which is not asked", "correct the URL in the target")
        until = time.monotonic() + self.system.time_limit
        answer = self._asked("GET", url, until, params=terms or None, headers=self._signed(again=False))
        if answer.status == EXPIRED:
            answer = self._asked("GET", url, until, params=terms or None, headers=self._signed(again=True))
        if answer.status >= 300:
            raise refused(answer.status, needs, str(answer.data or ""))
        return answer

    def post(self, url: str, *, needs: str, **more: Any) -> Any:
        """The JSON that a sign-in, or a question in a body, is answered with."""
        answer = self._asked("POST", url, time.monotonic() + self.system.time_limit, **more)
        if answer.status >= 300:
            raise refused(answer.status, needs, str(answer.data or ""))
        return answer.data

    def signed_headers(self) -> Mapping[str, str]:
        return self._signed(again=False)

    def _signed(self, *, again: bool) -> Mapping[str, str]:
        if again or not self._headers:
            self._headers = self._sign_in(self, again=again)
        return self._headers

    def _asked(self, method: str, url: str, until: float, **more: Any) -> Answer:
        """Ask, and again after as long as the provider wants, if that is over in time. Silence is met once.

        A connection that breaks off is tried once more: the other side may close one that lay idle.
        """
        if self._silent is not None:
            raise self._silent
        breaks = 0
        while True:
            try:
                answer = asked(self._client, method, url, until=until, seconds=self.system.time_limit, **more)
            except Unanswered as failure:
                breaks += failure.is_break
                if breaks == 1 and failure.is_break:
                    continue
                self._silent = failure if failure.is_silence else None
                raise
            pause = seconds_to_wait(answer.headers)
            if not is_limited(answer.status, answer.headers) or time.monotonic() + pause >= until:
                return answer
            time.sleep(pause)

    def each(self, read: Callable[[_T], _R], items: Iterable[_T]) -> list[_R]:
        """What `read` gives for every item, in their order, a bounded number of them at once."""
        with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="https") as pool:
            return list(pool.map(read, items))


Page = tuple[list[Any], Any]
"""The items of a page, and what leads to the next: a URL, a token, an offset; `None` after the last."""


def listed(page: Callable[[Any], Page]) -> Iterator[Any]:
    """Every item of a listing. `page` gives the one that a mark leads to, `None` being the first.

    `Unanswered` where a mark or a page comes twice or pages never end: what was given until then is not the whole.
    """
    mark: Any = None
    seen: set[Any] = set()
    before: list[Any] = []
    for _ in range(MOST_PAGES):
        items, mark = page(mark)
        if mark in seen or (items and items == before):
            break
        yield from items
        if mark is None:
            return
        seen.add(mark)
        before = items
    raise Unanswered("its pages do not end", "repair the provider's paging")


@contextmanager
def opened(system: System, root: str, sign_in: SignIn, *, what: str = "identity provider") -> Iterator[Api]:
    """The API of a system, signed in to. `Unreachable` where it does not let us in; `what` names it there."""
    client = client_of(system)
    try:
        api = Api(system, root, client, sign_in)
        api.signed_headers()
        yield api
    except Unanswered as failure:
        raise Unreachable(
            f"system {system.name}: the {what} could not be read: {failure.why}",
            system=system.name,
            tried="to sign in, and to list what it holds",
            remedy=failure.remedy,
        ) from None
    finally:
        client.close()
