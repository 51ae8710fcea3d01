"""A notice as the body that a webhook takes: generic JSON, or a message of Slack's incoming webhooks.

Lists are cut and their lengths told: a first run may find hundreds, and Slack takes 3,000 characters a section.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields

from clausecheck.notifying.notice import Entry, Notice
from clausecheck.reports.words import number, plural

SCHEMA = "clausecheck/notice/1"
MOST = 100
_SECTION, _HEADER = 2_900, 150
_SLACK = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "\u2217", "`": "'"})
"""What Slack escapes by entities, and signs of its markup by others that look like them: nothing escapes those."""


def generic(notice: Notice) -> dict[str, object]:
    """Every field under its own name, at most a hundred entries a list; `counts` are exact."""
    told = {one.name: getattr(notice, one.name) for one in fields(notice) if one.name not in {"worse", "better"}}
    return {
        "schema": SCHEMA,
        **told,
        "counts": {"new": len(notice.worse), "fixed": len(notice.better)},
        "new": [_entry(one) for one in notice.worse[:MOST]],
        "fixed": [_entry(one) for one in notice.better[:MOST]],
    }


def _entry(one: Entry) -> dict[str, object]:
    return {each.name: getattr(one, each.name) for each in fields(one)}


def slack(notice: Notice) -> dict[str, object]:
    """A header and a section for what got worse and for what got better; `text` is what a notification shows."""
    counted = f"{number(len(notice.worse))} new, {number(len(notice.better))} fixed"
    title = f"Privacy policy on {notice.target}: {counted}"[:_HEADER]
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
        *_sections("New", notice.worse),
        *_sections("Fixed", notice.better),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": _safe(f"{notice.verdict} Run {notice.run}.")}]},
    ]
    return {"text": _safe(title), "blocks": blocks}


def _sections(title: str, entries: Sequence[Entry]) -> Iterator[dict[str, object]]:
    if entries:
        lines, size = [f"*{title}*"], len(title) + 2
        for one in entries:
            line = f"• {_safe(_told(one))}"
            size += len(line) + 1
            if size > _SECTION:
                lines.append(f"and {plural(len(entries) + 1 - len(lines), 'more', 'more')}")
                break
            lines.append(line)
        yield {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines), "verbatim": True}}


def _told(one: Entry) -> str:
    """`6.c Communication records (high, support), crm.tickets: violated, 17 of 8,412 tickets`."""
    if not one.clause:
        return f"{one.id}: no longer examined, was {one.before}"
    count = f", {number(one.violations)} of {number(one.examined)} {one.noun}" if one.violations else ""
    where = f", {one.place}" if one.place else ""
    return f"{one.clause} {one.title} ({one.severity}, {one.owner}){where}: {one.outcome.value}{count}"


def _safe(text: str) -> str:
    """Slack's control characters as text: no mention of everybody, no link and no markup of a stranger's making."""
    return text.translate(_SLACK)


FORMS: Mapping[str, Callable[[Notice], dict[str, object]]] = {"json": generic, "slack": slack}
