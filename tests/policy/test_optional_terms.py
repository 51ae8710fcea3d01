"""Terms that an obligation may leave out, and terms that are lists."""

from pathlib import Path

from clausecheck.policy import load_policy
from clausecheck.policy.obligations.sharing import DisclosureGround
from clausecheck.policy.obligations.use import DeclaredPurpose

POLICY = load_policy(Path(__file__).parents[2] / "policy")


def of(clause: str, kind: type[DisclosureGround] | type[DeclaredPurpose]) -> DisclosureGround | DeclaredPurpose:
    (found,) = (one for at, one in POLICY.obligations if at.id == clause and isinstance(one, kind))
    return found


def test_a_term_left_out_has_its_default() -> None:
    whole = of("3", DisclosureGround)
    assert isinstance(whole, DisclosureGround)
    assert (whole.ground, whole.shown_by) == ("", ())
    assert of("2", DeclaredPurpose).purpose == ""  # type: ignore[union-attr]


def test_a_list_is_a_tuple() -> None:
    hosting = of("3.1.b", DisclosureGround)
    assert isinstance(hosting, DisclosureGround)
    assert hosting.shown_by == ("contract", "confidentiality_terms")


def test_every_item_of_section_2_declares_a_purpose_of_its_own() -> None:
    purposes = [one.purpose for _, one in POLICY.obligations if isinstance(one, DeclaredPurpose) and one.purpose]
    assert len(purposes) == len(set(purposes)) == 16
