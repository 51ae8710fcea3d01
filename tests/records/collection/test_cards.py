"""Digits that pass a card's checksum, beside tokens of their length: which of them count as cards."""

import pytest

from clausecheck.records.collection.content import _Held

CARD, SHORTEST, LONGEST = "4111111111111111", "4222222222222", "6304000000000000000"
TOKEN = "4a11111111111111"


@pytest.mark.parametrize(
    ("values", "cards"),
    [
        ([CARD], 1),
        ([CARD, CARD], 2),
        ([CARD, TOKEN], 0),
        ([CARD, CARD, TOKEN], 2),
        ([CARD, TOKEN, TOKEN[:-1]], 0),
        ([CARD, TOKEN[:-1], TOKEN + "1"], 1),  # tokens of other lengths
        ([SHORTEST], 1),
        ([SHORTEST, "422222222222a"], 0),
        ([LONGEST], 1),
        ([LONGEST, "630400000000000000a"], 0),
        (["4111 1111 1111 1111", "4111a1111b1111c1111"], 1),  # as people write it, beside a token of that length
        (["1234567890123456"], 0),
        ([CARD, "1234567890123456"], 1),  # digits that are no card are no token either
        ([CARD, "aaaa bbbb cccc d"], 1),  # nor is text
        ([CARD, "", None, 4111111111111111], 1),
    ],
)
def test_bare_digits_are_cards_where_tokens_of_their_length_are_fewer(values: list[object], cards: int) -> None:
    held = _Held("US")
    held.add(values)
    assert held.counted() == ({"payment_cards": cards} if cards else {})
