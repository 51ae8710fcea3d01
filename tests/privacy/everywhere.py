"""Worlds of every kind of system, with planted values in whatever a system shows: columns, headers, cookies, texts of
errors, and names of files.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from fixtures.worlds import world
from fixtures.worlds.planted import CARD, EMAIL, IBAN, NAME, NOTE, PASSWORD, PHONE, TOKEN
from fixtures.worlds.sql import fresh

ACCOUNT = IBAN.replace(" ", "")
NAMES = (NAME, EMAIL, PHONE, CARD, ACCOUNT, TOKEN, PASSWORD)
"""What files, columns, tables, cookies and fields are called after."""
PLACE, WRITTEN, OLD = "PLANTED_WORLD", "2026-03-01T06:00:00Z", "2019-02-01T10:00:00Z"
_ADMINISTRATES = "arn:aws:iam::aws:policy/AdministratorAccess"
_KINDS_OF_STORAGE = ("local_storage", "session_storage", "database", "cache")

ANSWERING: Mapping[str, Any] = {
    "sql": {
        "communications": [{"sender": one, "created_at": OLD, "hold": one, "note": one} for one in (*NAMES, IBAN)],
        "consent_events": [
            {"id": 1, "person": EMAIL, "purpose": NAME, "channel": PHONE, "status": PASSWORD, "at": TOKEN},
            {"id": 2, "person": EMAIL, "purpose": "marketing", "channel": "email", "status": "denied", "at": OLD},
        ],
        "sends": [{"address": EMAIL, "channel": "email", "sent_at": "2025-11-01T00:00:00Z"}],
        "users": [{"name": EMAIL, "status": "active", "administrator": "true", "mfa": "false"},
                  {"name": NAME, "status": TOKEN, "administrator": IBAN, "mfa": PASSWORD}],
        **{one: [dict.fromkeys(NAMES, one)] for one in NAMES},
    },
    "files": {
        "events.csv": [{"who": one, "at": OLD} for one in NAMES],
        "samples.jsonl": [{"who": one, "at": one, one: one} for one in NAMES],
    },
    "aws": {"users": [{"name": "amy", "mfa": False, "keys": "active", "policies": ["AdministratorAccess"],
                       "used": {"password": OLD, "key": OLD, "made": OLD}}]},
    "website": {
        "pages": {
            "/signup": "<form>" + "".join(f'<input name="{one}" value="{one}">' for one in NAMES) + "</form>",
            "/contact": f'<h1>Contact</h1><p>{NOTE}</p><a href="mailto:{EMAIL}">Mail</a><a href="tel:{PHONE}">Call</a>',
        },
        "stores": [
            *({"cookie": one, "when": "always", "days": 90, "by": by}
              for one in (TOKEN, ACCOUNT) for by in ("script", "answer")),
            *({kind: one, "when": "always"} for one in NAMES for kind in _KINDS_OF_STORAGE),
        ],
        "requests": [{"host": "measurely.localhost", "when": "always", "kind": "image", "path": f"/{one}/"}
                     for one in NAMES],
    },
    "mail": {
        "domains": {"clearcall.example": {"mx": ["mx1.clearcall.example"], "spf": f"v=spf1 mx ~all {EMAIL}",
                                          "dmarc": f"v=DMARC1; p=none; rua=mailto:{EMAIL}"}},
        "servers": {"mx1.clearcall.example": {"accepts": []}},
    },
    "directory": {
        "entries": {
            f"uid={EMAIL},ou=people": {"mail": EMAIL, "employeeNumber": IBAN, "userPassword": PASSWORD},
            f"uid={NAME},ou=people": {"mail": EMAIL},
            "cn=admins,ou=groups": {"member": [f"uid={EMAIL},ou=people", f"uid={NAME},ou=people"]},
        },
        "administrators": {"groups": ["cn=admins,ou=groups"]},
        "second_factor": {"enrolled": "oathTOTPToken", "enforced": "objectClass=oathTOTPUser"},
    },
    "keycloak": {"users": [{"name": EMAIL, "email": EMAIL, "roles": ["realm-admin"]}]},
    "okta": {"users": [{"name": "ada", "roles": ["SUPER_ADMIN"], "factors": ["question"]}],
             "console": [{"mode": "1FA", "zone": "office"}], "session": [{"factor": False}]},
    "entra": {"users": [{"name": "ada", "roles": ["Global Administrator"], "registered": True}], "policies": []},
    "google_workspace": {"users": [{"name": "ada", "admin": True, "enrolled": False, "enforced": False}], "groups": []},
    "github": {"required": False, "owners": [{"login": "ada", "enrolled": False}]},
    "mailchimp": {
        "lists": [{"id": "news", "members": []}],
        "campaigns": [{"id": "may", "type": "regular", "list": "news", "send_time": "2025-02-01T09:00:00Z",
                       "sent_to": [{"email": EMAIL, "person": NAME}]}],
    },
    "sendgrid": {"messages": [{"id": "m1", "email": EMAIL, "processed": "2026-02-20T08:59:59Z"}]},
    "ses": {"suppressed": [{"email": EMAIL, "reason": "COMPLAINT", "at": OLD}]},
    "backups": {"tool": "directory", "protects": ["sql"], "keeps": "P30D", "apart": "on another machine",
                "files": {f"crm-{one}.sql.gz": {"taken": OLD, "content": "gzip"} for one in NAMES}},
    "logs": {"written": WRITTEN, "keeps": "P1Y", "journal": [OLD],
             "files": {"gateway": {f"{one}.log": [f"{OLD} {NOTE}", NOTE] for one in NAMES}}},
    "scanner": {"results": {"code": [{"format": "sarif", "done": OLD}], "host": [{"format": "text", "done": OLD}]}},
    "tls": {"portal": {"server": "nginx", "certificate": {"names": ["planted-person.example"], "signed_by": "itself"}}},
    "terraform": {"regions": ["us-east-1"], "account": "123456789012", "resources": [
        {"address": "aws_iam_user.amy", "values": {"name": EMAIL, "path": f"/{NAME}/"}},
        {"address": "aws_iam_user_policy_attachment.amy", "values": {"user": EMAIL, "policy_arn": _ADMINISTRATES}},
        {"address": "aws_iam_access_key.amy", "values": {"user": EMAIL}},
        {"address": "aws_db_instance.crm", "values": {"identifier": "crm", "password": PASSWORD, "username": NAME}},
    ]},
}  # fmt: skip
"""Every system answers, and has what speaks against a promise."""

FAILING: Mapping[str, Any] = {
    "files": {"events.csv": [{"who": one, "at": one} for one in NAMES]},
    "aws": {"deny": ["*"]},
    "website": {"pages": {path: {"html": NOTE, "status": 500} for path in ("/", "/signup", "/contact")}},
    "mail": {
        "domains": {"clearcall.example": {"mx": [f"mx{number}.clearcall.example" for number in (1, 2, 3)]}},
        "servers": {"mx1.clearcall.example": "refuses_us", "mx2.clearcall.example": "garbage",
                    "mx3.clearcall.example": {"replies": {"privacy@clearcall.example": f"451 4.7.1 {NOTE}"}}},
    },
    "directory": {"entries": {f"uid={EMAIL},ou=people": {}}, "administrators": {"groups": ["cn=admins,ou=groups"]},
                  "wrong_password": True},
    "keycloak": {"deny": ["*"]}, "okta": {"broken": ["*"]}, "entra": {"deny": ["*"]},
    "google_workspace": {"deny": ["*"]}, "github": {"broken": ["*"]},
    "mailchimp": {"deny": ["*"]}, "sendgrid": {"broken": ["*"]}, "ses": {"deny": ["*"]},
    "backups": {"tool": "pgbackrest", "written": WRITTEN, "answer": NOTE, "protects": {"files": "crm"}},
    "logs": {"written": WRITTEN, "files": {"gateway": {f"{one}.log.gz": NOTE for one in NAMES}}},
    "scanner": {"results": {"code": [{"format": "text", "done": OLD}]}},
    "tls": {"portal": {"server": "garbage"}, "gone": {"server": "nobody"}},
    "terraform": {"text": NOTE},
}  # fmt: skip
"""Every system refuses, fails or talks nonsense, and quotes what it holds. `targeted` adds a database that does."""

_EVENTS = {"subject": "person", "purpose": "purpose", "channel": "channel", "status": "status", "effective_at": "at"}
_SENDS = {"channel": "channel", "sent_at": "sent_at"}
DATASETS = [
    {"name": "communications", "category": "communication_records", "system": "sql", "table": "communications",
     "key": "sender", "subject": "sender", "recorded_at": "created_at"},
    {"name": "letters", "category": "communication_records", "system": "raising", "table": "letters",
     "key": "sender", "subject": "sender", "recorded_at": "created_at"},
    {"name": "consent", "category": "consent_events", "system": "sql", "table": "consent_events", "key": "id",
     **_EVENTS},
    {"name": "sends", "category": "marketing_sends", "system": "sql", "table": "sends", "key": "address",
     "subject": "address", **_SENDS},
    {"name": "users", "category": "application_users", "system": "sql", "table": "users", "key": "name",
     "status": "status", "administrator": "administrator", "mfa_enrolled": "mfa"},
    {"name": "events", "category": "technical_logs", "system": "files", "table": "events", "key": "who",
     "recorded_at": "at"},
    {"name": "headless", "category": "network_performance_data", "system": "files", "table": "headless", "key": "who",
     "recorded_at": "at"},
    {"name": "chimp", "category": "marketing_sends", "system": "mailchimp", "table": "sends", "key": "id",
     "subject": "person", **_SENDS},
    {"name": "grid", "category": "marketing_sends", "system": "sendgrid", "table": "sends", "key": "id",
     "subject": "email", **_SENDS},
    {"name": "ses-list", "category": "suppressions", "system": "ses", "table": "suppressions", "key": "id",
     "subject": "email", "since": "since", "channel": "channel", "reason": "reason"},
]  # fmt: skip
MORE: Mapping[str, Any] = {
    "website": {"named_pages": {"contact": "/contact", "sign_up": "/signup"}, "pages": ["/", "/signup"],
                "settle_seconds": "0.1"},
    "aws": {"authorised_roles": ["break-glass"], "regions": ["us-east-1"]},
}  # fmt: skip
_RAISING = (
    "CREATE FUNCTION raised() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%'; END $$",
    "CREATE VIEW letters AS SELECT raised() AS sender, now() AS created_at",
    "GRANT SELECT ON letters TO reader",
)
"""A database whose every answer is an error that quotes somebody."""


@contextmanager
def targeted(described: Mapping[str, Any], folder: Path, target: Path) -> Iterator[frozenset[str]]:
    """Build the world below `folder`, in one whose own name is planted too, write the target file, and yield the names
    of its systems. `servers.Missing` where a server program is not installed.
    """
    place = folder / f"{NAME} {EMAIL} {PHONE} {IBAN} {TOKEN}"
    place.mkdir(parents=True)
    with ExitStack() as stack:
        systems = stack.enter_context(world(described, sql="sqlite", folder=place))
        systems["files"]["files"]["headless"] = _headless(place)
        if described is FAILING:
            systems["raising"] = {"kind": "sql", "url": stack.enter_context(_raising(place))}
        told = {
            "target": "staging", "environment": "demo", "mode": "read-only",
            "systems": {name: {**system, **MORE.get(name, {})} for name, system in systems.items()},
            "datasets": [one for one in DATASETS if one["system"] in systems],
            "contacts": {"email": "privacy@clearcall.example", "data_protection_officer": "dpo@clearcall.example"},
        }  # fmt: skip
        os.environ[PLACE] = str(place)
        target.write_text(json.dumps(told, indent=1).replace(str(place), f"${{{PLACE}}}"), encoding="utf-8")
        yield frozenset(systems)


def _headless(folder: Path) -> str:
    """The pattern of files whose records have no line of names: whatever reads them takes the first record for it."""
    for name in NAMES:
        (folder / f"records-{name}.csv").write_text("\n".join([",".join(NAMES)] * 3), encoding="utf-8")
    return str(folder / "records-*.csv")


@contextmanager
def _raising(folder: Path) -> Iterator[str]:
    with fresh("postgresql", folder) as (owner, reader):
        engine = sa.create_engine(owner, poolclass=sa.NullPool)
        with engine.begin() as connection:
            for statement in _RAISING:
                connection.exec_driver_sql(statement.replace("'%'", f"'{NOTE}'"))
        yield reader
