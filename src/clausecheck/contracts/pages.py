"""Data Docs: the library's own page on one contract, without what it would fetch from other people's servers."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from great_expectations.render.view import DefaultJinjaPageView

_FETCHED = re.compile(
    r"<script\b.*?</script>|<link\b[^>]*>|<img\b[^>]*>|<footer\b.*?</footer>|@import[^;]*;|url\([^)]*\)",
    re.DOTALL | re.IGNORECASE,
)
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
"""To its makers, or to pages of a site that this is none of."""
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_OURS = """<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #ccc; padding: .4rem; text-align: left; vertical-align: top }
i.text-success::before { content: "✓" } i.text-danger::before { content: "✗" } i.text-warning::before { content: "!" }
.modal, .navbar, .sticky, .breadcrumb, .ge-navigation-sidebar-container, button, #ge-cta-footer { display: none }
</style>"""


def page(results: Sequence[Any], title: str, as_of: datetime) -> str:
    """The page of these results: one file that asks nothing of any network and runs nothing."""
    kept = sum(bool(result.success) for result in results)
    suite = ExpectationSuiteValidationResult(
        success=kept == len(results),
        results=list(results),
        suite_name=title,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": kept,
            "unsuccessful_expectations": len(results) - kept,
            "success_percent": 100 * kept / len(results) if results else 0.0,
        },
        meta={"run_id": {"run_name": title, "run_time": as_of.isoformat()}},
    )
    return _alone(_view().render(ValidationResultsPageRenderer(run_info_at_end=True).render(suite)))


@cache
def _view() -> Any:
    """One for all pages: each compiles its templates anew."""
    return DefaultJinjaPageView()


def _alone(html: str) -> str:
    return _HEAD.sub(_OURS, _LINK.sub(r"\1", _FETCHED.sub("", html)), count=1)
