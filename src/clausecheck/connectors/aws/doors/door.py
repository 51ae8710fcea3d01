"""A door: one way by which somebody outside an account may reach something in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from clausecheck.facts import Unreadable

EVERYBODY = "everybody"


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """One door. `thing` is what is reached ("bucket exports"), `way` through what ("policy", "access list", "sharing").

    `to` may be shown; `names` are those by which a target may declare whoever it is: an account's digits, an ARN.
    `everybody` is `None` where nobody can tell whether anybody at all may come, with the reason in `untold`.
    """

    thing: str
    way: str
    to: str
    names: tuple[str, ...] = ()
    region: str = ""
    everybody: bool | None = False
    untold: str = ""

    @property
    def label(self) -> str:
        return f"{self.way} of {self.thing}, which lets in {self.to}"


Told = tuple[Door | Unreadable, ...]
Reading = Callable[[], Told]


def open_to_all(thing: str, way: str, region: str = "") -> Door:
    return Door(thing=thing, way=way, to=EVERYBODY, names=(EVERYBODY,), region=region, everybody=True)


def doubtful(thing: str, way: str, why: str, region: str = "") -> Door:
    """A door of which nobody can tell whom it lets in."""
    return Door(thing=thing, way=way, to="nobody can tell whom", region=region, everybody=None, untold=why)


def once(doors: Iterable[Door]) -> tuple[Door, ...]:
    """Each door once, however many statements open it."""
    told: dict[str, Door] = {}
    for door in doors:
        known = told.setdefault(door.label, door)
        told[door.label] = replace(known, names=tuple(dict.fromkeys((*known.names, *door.names))))
    return tuple(told.values())
