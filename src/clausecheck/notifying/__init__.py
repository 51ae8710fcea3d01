"""Tells webhooks what is new and what is fixed once a run has ended. It never changes the run or its exit code."""

from collections.abc import Sequence

from clausecheck.model import Run
from clausecheck.notifying.addresses import Webhook, webhooks
from clausecheck.notifying.notice import notice
from clausecheck.notifying.sending import send

__all__ = ["Webhook", "notify", "webhooks"]


def notify(run: Run, hooks: Sequence[Webhook]) -> tuple[str, ...]:
    """Tell each webhook; the sentences say what was not told, and why. Nothing new and nothing fixed sends nothing."""
    if not hooks:
        return ()
    if run.history is None:
        return ("Nobody was notified: without history nobody knows what is new (`history:` of the target).",)
    if not run.complete:
        return ("Nobody was notified: an incomplete run does not know what is new.",)
    told = notice(run)
    failures = [send(hook, told) for hook in hooks] if told else []
    return tuple(failure for failure in failures if failure)
