"""What the pages of a website show a visitor who has chosen nothing. Their text stays in the fact: no output has it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """`href` is absolute. `status` is what following it answered in the end, None where nobody followed it."""

    text: str = field(repr=False)
    href: str = field(repr=False)
    status: int | None = None

    @property
    def resolves(self) -> bool | None:
        return None if self.status is None else 200 <= self.status < 300


@dataclass(frozen=True, kw_only=True, slots=True)
class FormField:
    """One field as HTML has it: `type` of an `input`, else select, textarea; `label` is what a visitor reads for it.

    `hidden`: a visitor does not see it. `options` are the texts of a choice.
    """

    name: str
    type: str
    label: str
    autocomplete: str = ""
    required: bool = False
    hidden: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One form; `name` is its accessible name, id or name. `action` is absolute, without a query."""

    name: str
    action: str
    method: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something that speaks up on a page: `role` is dialog, alertdialog, alert, status, banner, region or note."""

    role: str
    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page as a visitor reads it. `path` is as the target has it, `address` where it led, without a query.

    `roles` are the names under which the target lists it (`privacy_policy`, `cookie_policy`, `sign_up`, `contact`), or
    "cookie_policy" where a link said so. `text` is what is visible, one line for each block of it, white space folded.
    `headings` are (level, text). `tables` are rows of cells. `mail_addresses` are those that it shows or links to,
    those too that a content network hides. `html` is the document of the page called `privacy_policy`, without what a
    visitor does not see, and "" of any other. `apart` names what a visitor sees and that was not read: frames, by their
    host, and components with a document of their own. `via` is "browser", or "http" where scripts did not run.
    """

    label: str
    path: str
    address: str
    roles: tuple[str, ...]
    status: int
    title: str = field(repr=False)
    text: str = field(repr=False)
    headings: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    notices: tuple[Notice, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = field(default=(), repr=False)
    mail_addresses: tuple[str, ...] = field(default=(), repr=False)
    html: str = field(default="", repr=False)
    apart: tuple[str, ...] = ()
    via: str = "browser"
    untold: str = ""
