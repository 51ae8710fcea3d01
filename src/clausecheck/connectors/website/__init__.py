"""A website: what it stores and requests in each state of consent, and what its pages show.

Settings of a system of kind `website`: `url`, and optionally `pages`, `named_pages`, `consent`, `settle_seconds`,
`seen_from`, `ca_file`, `hosts`, `browser` (see `settings`). Nothing is typed in or sent; the only buttons that are used
are those of the consent banner. A target whose mode is `probe` is another matter: see `signing_up`.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.website.gathered import expect
from clausecheck.connectors.website.paging import pages
from clausecheck.connectors.website.reach import reach
from clausecheck.connectors.website.visiting import visits

FACTS: Mapping[str, Any] = {"visits": visits, "pages": pages}

__all__ = ["FACTS", "expect", "reach"]
