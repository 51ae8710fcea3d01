"""Every connector, by the kind of system it reads. A new one is a module and one line here."""

from importlib import import_module
from typing import cast

from clausecheck.connectors.protocol import Connector
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

ALL_CONNECTORS: dict[str, str] = {
    "sql": "clausecheck.connectors.sql",
    "aws": "clausecheck.connectors.aws",
    "backups": "clausecheck.connectors.backups",
    "logs": "clausecheck.connectors.logs",
    "scanner": "clausecheck.connectors.scanner",
    "terraform": "clausecheck.connectors.terraform",
    "ldap": "clausecheck.connectors.ldap",
    "tls": "clausecheck.connectors.tls",
    "keycloak": "clausecheck.connectors.identity.keycloak",
    "okta": "clausecheck.connectors.identity.okta",
    "entra": "clausecheck.connectors.identity.entra",
    "google_workspace": "clausecheck.connectors.identity.google_workspace",
    "github": "clausecheck.connectors.identity.github",
    "website": "clausecheck.connectors.website",
    "mail": "clausecheck.connectors.mail",
    "mailchimp": "clausecheck.connectors.marketing.mailchimp",
    "sendgrid": "clausecheck.connectors.marketing.sendgrid",
    "ses": "clausecheck.connectors.marketing.ses",
}

TOLD: dict[str, tuple[str, ...]] = {
    "sql": ("accesses", "monitors", "outflows", "stores"),
    "aws": (
        "stores",
        "administrators",
        "buckets",
        "keys",
        "monitors",
        "accesses",
        "outflows",
        "log_stores",
        "backups",
        "protected",
    ),
    "ldap": ("administrators", "accesses"),
    "tls": ("endpoints",),
    "keycloak": ("administrators", "accesses"),
    "okta": ("administrators", "accesses"),
    "entra": ("administrators", "accesses"),
    "google_workspace": ("administrators", "accesses"),
    "github": ("administrators",),
    "website": ("visits", "pages"),
    "mail": ("mail_domains", "mailboxes"),
    "backups": ("backups", "protected"),
    "logs": ("log_stores",),
    "scanner": ("scans",),
    "terraform": ("stores", "administrators", "accesses", "outflows", "log_stores"),
}
"""The names of the facts that each connector tells, known without importing it."""

HOLDING_ROWS = ("sql", "mailchimp", "sendgrid", "ses")
"""Kinds of system whose rows datasets can name."""
OF_SERVERS = ("monitors", "outflows")
ON_FILES = ("sqlite", "duckdb")


def told_by(kind: str) -> tuple[str, ...]:
    """The facts that a kind of system tells; none where no connector reads it yet."""
    return TOLD.get(kind, ())


def tells(fact: str, system: System) -> bool:
    """Whether this very system tells a fact: a database in a file has no server that could record or replicate."""
    scheme = str(system.settings.get("url", "")).partition(":")[0].partition("+")[0].lower()
    is_on_files = system.kind == "sql" and scheme in ON_FILES
    return fact in told_by(system.kind) and not (is_on_files and fact in OF_SERVERS)


def connector(kind: str) -> Connector:
    """The connector of a kind of system, imported when first asked for.

    `CannotVerify` where no connector reads that kind yet, or where a library that it needs is not installed.
    """
    if kind not in ALL_CONNECTORS:
        raise CannotVerify(
            f"no connector reads systems of kind {kind} yet",
            remedy="attest what cannot be read, or wait for the connector",
        )
    try:
        return cast(Connector, import_module(ALL_CONNECTORS[kind]))
    except ModuleNotFoundError as missing:
        raise CannotVerify(
            f"the library {missing.name} that reads systems of kind {kind} is not installed",
            remedy=f"install clausecheck with the extra that brings {missing.name}",
        ) from None
