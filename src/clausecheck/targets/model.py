"""A target as frozen data: its systems, its datasets and the places where each dataset lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clausecheck.model import Listener
from clausecheck.targets.addresses import Address


@dataclass(frozen=True, kw_only=True)
class AtRest:
    """The store that a system lies on: resource `resource` of system `system`."""

    system: str
    resource: str


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Something that a system holds beside the datasets: `mapped_by` names the system or dataset whose it is, or
    `no_personal_data` says why there are none in it.
    """

    name: str
    mapped_by: str = ""
    no_personal_data: str = ""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody outside a system to whom its data may go, and on what ground: an account, a host, "everybody"."""

    name: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class System:
    """One live thing. `settings` are the keys that its kind declares, `${…}` expanded, secrets as `Secret`.

    Relative paths in them are looked for below `folder`, the project's root; "" is the current folder. `heard` is told
    each call that is made to it, where somebody keeps evidence.
    """

    name: str
    kind: str
    settings: Mapping[str, object] = field(repr=False)
    region: str = ""
    timezone: str = "UTC"
    time_limit: float = 60.0
    at_rest: AtRest | None = None
    inventory: tuple[Declared, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    folder: str = ""
    line: int = 0
    heard: Listener | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Link:
    """One hop: data go from `origin` to `to`, both systems, services of the target, or the internet.

    `addresses` are where it leads; `local` says why it leaves no machine, and then there are none. `ca_file` is the
    file of a private authority for them, or "".
    """

    origin: str
    to: str
    addresses: tuple[Address, ...] = ()
    local: str = ""
    ca_file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place where a dataset lies: a table or view of a system, and the column of each role there."""

    system: str
    table: str
    roles: Mapping[str, str]
    is_copy: bool = False
    line: int = 0

    @property
    def name(self) -> str:
        """`system.table`, as reports print it."""
        return f"{self.system}.{self.table}"


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A category of records and every place it lies in, the first being the original.

    `record_schema` is the JSON Schema of one delivered record, or the path of a file that holds it, or "".
    `values` maps a role's stored values to the register's words: `{"status": {"opt_in": "granted"}}`.
    `where` maps a column to the stored value that this dataset's rows have. `absent` gives the reason for each copy
    declared absent. `columns` declares what no role names, and what a
    role's column holds: an element of the policy, a clause of it, a category, or "technical".
    """

    name: str
    category: str
    places: tuple[Place, ...]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    where: Mapping[str, str | int | bool] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    may_be_empty: bool = False
    acting_as: str = "controller"
    anchor_reasons: Mapping[str, str] = field(default_factory=dict)
    never_export: tuple[str, ...] = ()
    record_schema: str | Mapping[str, object] = ""
    line: int = 0

    @property
    def original(self) -> Place:
        """The place that the others are copies of."""
        return self.places[0]


@dataclass(frozen=True, kw_only=True)
class Target:
    """An environment under audit. `attestations` and `waivers` are paths of its own files of them, or "".
    `identifier_key` is the key under which its registers keep digests of identifiers.
    `links` are the hops that data take, as the target declares them.
    `contacts` are the addresses that the published policy hides, `lock` the path of its own lock of that text, or "".
    `history` is where its runs are remembered, a URL or the path of a file, or "".
    `declares` maps each word that `columns` of a dataset may use to the elements of the policy that it declares.
    """

    name: str
    mode: str
    environment: str
    systems: Mapping[str, System]
    datasets: tuple[Dataset, ...]
    world: str = ""
    file: str = ""
    attestations: str = ""
    waivers: str = ""
    identifier_key: str = field(default="", repr=False)
    contracts: bool = False
    contacts: Mapping[str, str] = field(default_factory=dict, repr=False)
    lock: str = ""
    links: tuple[Link, ...] = ()
    history: str = field(default="", repr=False)
    declares: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def datasets_of(self, category: str) -> tuple[Dataset, ...]:
        """The datasets that hold this category, in the file's order."""
        return tuple(dataset for dataset in self.datasets if dataset.category == category)
