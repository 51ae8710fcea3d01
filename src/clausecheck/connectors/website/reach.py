"""What `target check` tells of a website, before it is audited."""

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.website.browser.driving import run
from clausecheck.connectors.website.browser.program import program_of
from clausecheck.connectors.website.plain.asking import Answer, Unanswered, asked, client
from clausecheck.connectors.website.settings import Site, site_of
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System


def reach(system: System, _context: Context) -> Reach:
    """Whether its first page answers, verified, and whether there is a browser to look with. Never raises."""
    try:
        site = site_of(system)
        answer = run(_first(site), site.time_limit + 5)
    except CannotVerify as reason:
        return _closed(system, reason.reason, reason.remedy)
    except Unanswered as reason:
        return _closed(system, str(reason), "see that the site answers from here")
    except ModuleNotFoundError as missing:
        return _closed(system, f"{missing.name} is not installed", "pip install 'clausecheck[browser]'")
    except TimeoutError:
        return _closed(system, "it did not answer in time", "see that the site answers from here")
    lacks, grants = _browser(site)
    return Reach(
        system=system.name,
        reached=True,
        identity="a visitor",
        can=("pages", *(() if lacks else ("visits",))),
        missing=(*lacks, *(() if 200 <= answer.status < 300 else (f"the first page answers {answer.status}",))),
        grants=grants,
        warnings=() if site.seen_from else ("the target does not say where it is seen from (`seen_from`)",),
    )


async def _first(site: Site) -> Answer:
    async with client(site) as http:
        return await asked(http, site, site.pages[0], body=False)


def _browser(site: Site) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        import playwright  # noqa: F401

        program_of(site.program)
    except ModuleNotFoundError:
        return ("playwright is not installed",), ("pip install 'clausecheck[browser]'",)
    except CannotVerify as reason:
        return (reason.reason,), (reason.remedy,)
    return (), ()


def _closed(system: System, why: str, remedy: str) -> Reach:
    return Reach(system=system.name, reached=False, missing=(why,), grants=(remedy,))
