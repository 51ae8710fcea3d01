"""Who may open the files that are read without a server: their modes decide, as SQLite and DuckDB know no roles."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausecheck.connectors.sql.accesses.declared import KEY, NOUN, Declared, everybody
from clausecheck.connectors.sql.databases import url_of
from clausecheck.connectors.sql.files import views_of
from clausecheck.facts import Access, Population, Unreadable
from clausecheck.redaction import shown_file
from clausecheck.targets.model import System

_BESIDE = ("", "-wal", "-journal", ".wal")
"""What a database keeps beside its file: changes that are not in it yet, or were just taken back."""
_ANY = stat.S_IROTH | stat.S_IWOTH
_GROUP = stat.S_IRGRP | stat.S_IWGRP
_ACL = "system.posix_acl_access"
_GROUP_UNTOLD = f"its group may open it, and the target does not say under {KEY} whether that may be"
_ACL_UNTOLD = "it has an access control list, which is not read"


@dataclass(frozen=True, kw_only=True)
class _Mode:
    """Who may do what with one file or folder. `goes_through`: its folder lets everybody through to it."""

    bits: int
    owner: str
    group: str
    is_own_group: bool
    has_list: bool
    goes_through: bool


def accesses_of(system: System, declared: Declared) -> Population[Access]:
    """One access for each file, and for each folder that holds some.

    A file is open to everybody where its mode lets others read or write and its folder lets them through; a folder
    where others may put files into it. Folders further up are not looked at: a closed one there may have to be opened
    one day for what else it holds. Where the target says who may, it has to name owner and group; else the owner may,
    and a group that may open the file cannot be told.
    """
    members: list[Access] = []
    unreadable = []
    for kind, label, path in _named(system, declared):
        try:
            members.append(_access(kind, label, _mode(path), declared))
        except OSError as error:
            why = f"its mode cannot be read ({os.strerror(error.errno or 0)})"
            remedy = "correct the path, or let the auditing user into the folder"
            unreadable.append(Unreadable(what=label, why=why, remedy=remedy))
    return Population(noun=NOUN, members=tuple(members), unreadable=tuple(unreadable))


def _named(system: System, declared: Declared) -> Iterator[tuple[str, str, Path]]:
    """(kind, label, path) of every file of the system, then of every folder."""
    folders: dict[Path, None] = {}
    for view, path in _files(system):
        if not view or view not in declared.harmless:
            folders[path.parent] = None
            yield "file", f"file {shown_file(f'{path.parent.name}/{path.name}', declared.pseudonyms)}", path
    for folder in folders:
        yield "folder", f"folder {shown_file(folder.name, declared.pseudonyms)}", folder


def _files(system: System) -> Iterator[tuple[str, Path]]:
    """(view, path); the view is "" for a database's own file, and for what it keeps beside it."""
    for name, view in views_of(system).items():
        for path in view.paths or (str(Path(system.folder, view.pattern)),):
            yield name, Path(path).resolve()
    database = url_of(system).database
    if database and not views_of(system):
        file = Path(system.folder, database).resolve()
        beside = (file.with_name(file.name + ending) for ending in _BESIDE)
        yield from (("", path) for path in beside if path == file or path.exists())


def _mode(path: Path) -> _Mode:
    # Not on every machine; where they are missing, no mode says anything either.
    import grp
    import pwd

    status = path.stat()
    group = _name_of(status.st_gid, grp.getgrgid)
    owner = _name_of(status.st_uid, pwd.getpwuid)
    return _Mode(
        bits=status.st_mode,
        owner=owner,
        group=group,
        is_own_group=group == owner and not _named_in(status.st_gid, grp.getgrgid),
        has_list=hasattr(os, "listxattr") and _ACL in os.listxattr(path),
        goes_through=bool(path.parent.stat().st_mode & stat.S_IXOTH),
    )


def _name_of(number: int, named: Callable[[int], Sequence[object]]) -> str:
    try:
        return str(named(number)[0])
    except KeyError:
        return str(number)


def _named_in(number: int, group: Callable[[int], Any]) -> list[str]:
    """Who belongs to a group besides those whose own it is."""
    try:
        return list(group(number).gr_mem)
    except KeyError:
        return []


def _access(kind: str, label: str, mode: _Mode, declared: Declared) -> Access:
    others, group = (stat.S_IWOTH, stat.S_IWGRP) if kind == "folder" else (_ANY, _GROUP)
    reaches = "what lies in it" if kind == "folder" else "every record in it"
    if mode.bits & others and (kind == "folder" or mode.goes_through):
        return everybody(kind, f"{label}, open to every user of its machine", reaches=reaches)
    counts = bool(mode.bits & group) and not mode.is_own_group
    names = (mode.owner, mode.group) if counts else (mode.owner,)
    may, untold = _may(names, declared), ""
    if mode.has_list:
        may, untold = None, _ACL_UNTOLD
    elif may is None:
        untold = _GROUP_UNTOLD
    to = " and group ".join(map(declared.shown, names))
    return Access(label=f"{label}, open to {to}", kind=kind, to=to, reaches=reaches, declared=may, untold=untold)


def _may(names: Sequence[str], declared: Declared) -> bool | None:
    if declared.names is not None:
        return declared.names.issuperset(names)
    return True if len(names) == 1 else None
