"""What the promises about a website are judged by: what its pages say, held against what the target and policy name."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedField:
    """One field of one form; `label` is "page /signup: field email".

    `declared` has the words by which the target says what is asked, empty where it says nothing.
    """

    label: str
    declared: tuple[str, ...]
    hidden: bool = False
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignUp:
    """One sign-up form; `label` is "page /signup: sign-up".

    `asks` is "birth date", "declaration" or "". `refuses_younger`: somebody one day too young was refused.
    `admits_of_age`: somebody who came of age today was not. Both are None where nobody tried, or where it could not be
    told. `left_behind`: a sign-up of the audit's own stayed where it was made.
    """

    label: str
    asks: str
    refuses_younger: bool | None = None
    admits_of_age: bool | None = None
    left_behind: bool = False
    untold: str = ""


SAME, CHANGED, APPEARED, GONE = "the same", "changed", "appeared", "gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedPlace:
    """One numbered place of the published policy, or its date; `label` is the clause, or "the date".

    `state` is one of the above, held against the lock: "appeared" is published and not locked.
    """

    label: str
    state: str
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedContact:
    """One way in which a contact detail has to hold: shown on a page, or taking mail. `label` says which.

    `holds` is None where it could not be told, with the reason in `untold`.
    """

    label: str
    holds: bool | None
    untold: str = ""
