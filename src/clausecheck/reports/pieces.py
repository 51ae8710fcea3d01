"""What is told, in pieces: each with whose words it is, so that a page can mark those of another language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Whose(StrEnum):
    """Whose words they are: the catalogue's (or a name, which has no language), English still, or the policy's."""

    CATALOGUE = "catalogue"
    ENGLISH = "english"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is told. `POLICY` are words of the policy, and of those who stated or accepted something."""

    text: str
    whose: Whose = Whose.CATALOGUE


Told = tuple[Piece, ...]


def is_lacking(told: Iterable[Piece]) -> bool:
    """Whether the catalogue lacks something of it."""
    return any(one.whose is Whose.ENGLISH for one in told)


def joined(pieces: Iterable[Piece]) -> Told:
    """Without empty ones, and neighbours of one language as one."""
    told: list[Piece] = []
    for piece in pieces:
        if told and piece.text and told[-1].whose is piece.whose:
            told[-1] = replace(told[-1], text=told[-1].text + piece.text)
        elif piece.text:
            told.append(piece)
    return tuple(told)


def as_in(english: str, told: Iterable[Piece]) -> Told:
    """With a capital at its beginning and a full stop at its end where the English has them."""
    pieces = joined(told)
    if pieces and english[:1].isupper() and pieces[0].whose is Whose.CATALOGUE:
        pieces = (replace(pieces[0], text=pieces[0].text[:1].upper() + pieces[0].text[1:]), *pieces[1:])
    if pieces and english.endswith(".") and not pieces[-1].text.endswith("."):
        pieces = joined((*pieces, Piece(".")))
    return pieces
