"""What a target says of its website, its mail and the published text: wrong entries are refused by line and key."""

from collections.abc import Callable

import pytest

from clausecheck.errors import Problem
from clausecheck.targets import Target

HEAD = "target: staging\nenvironment: staging\n"
SITE = "systems:\n  site:\n    kind: website\n    url: https://portal.example\n"
MAIL = "systems:\n  mail: {kind: mail, domains: [clearcall.example]}\n"

Refused = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Target]


def said(problems: tuple[Problem, ...]) -> str:
    return "\n".join(map(str, problems))


def test_a_field_of_a_form_is_declared_by_a_word_of_the_policy(loaded: Loaded, refused: Refused) -> None:
    target = loaded(HEAD + SITE + "    forms: {/signup: {token: technical, born: age}, '*': {password: technical}}\n")
    assert target.systems["site"].settings["forms"]["/signup"] == {"token": "technical", "born": "age"}
    (problem,) = refused(HEAD + SITE + "    forms: {/signup: {token: technicl}}\n")
    assert (problem.line, problem.key) == (7, "systems.site.forms./signup.token")
    assert "did you mean 'technical'" in problem.message


@pytest.mark.parametrize(
    "forms", ["{signup: {token: technical}}", "{/signup: {}}", "{/signup: technical}", "{}", "{'**': {a: technical}}"]
)
def test_forms_name_pages_and_fields(forms: str, refused: Refused) -> None:
    assert "systems.site.forms" in said(refused(HEAD + SITE + f"    forms: {forms}\n"))


def test_a_sign_up_says_how_it_ends(refused: Refused) -> None:
    told = said(refused(HEAD + SITE + "    sign_up: {accepted: Welcome, refused: too young}\n"))
    assert "take_back" in told


def test_a_secret_is_no_value_of_a_canary(refused: Refused) -> None:
    words = "accepted: Welcome, refused: too young, take_back: Delete, taken_back: Deleted"
    told = said(refused(HEAD + SITE + f"    sign_up: {{{words}, values: {{password: hunter2}}}}\n"))
    assert "write ${NAME}" in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    "contacts",
    ["{email: privacy}", "{email: 'a b@c.example'}", "{fax: '1'}", "{phone: +1 917-406-2948}", "privacy@x.example"],
)
def test_contacts_are_addresses_of_the_policy(contacts: str, refused: Refused) -> None:
    assert "contacts" in said(refused(HEAD + MAIL + f"contacts: {contacts}\n"))


def test_contacts_may_come_from_the_environment(loaded: Loaded) -> None:
    target = loaded(HEAD + MAIL + 'contacts: {email: "${PRIVACY}"}\n', {"PRIVACY": "privacy@clearcall.example"})
    assert target.contacts == {"email": "privacy@clearcall.example"}
    assert "privacy@" not in repr(target)


def test_a_lock_is_there(refused: Refused) -> None:
    (problem,) = refused(HEAD + MAIL + "lock: targets/nothing.lock\n")
    assert (problem.key, problem.message, problem.line) == ("lock", "there is no such file", 5)


@pytest.mark.parametrize("mail", ["{kind: mail}", "{kind: mail, domains: [privacy@clearcall.example]}",
                                  "{kind: mail, domains: [a.example], mailboxes: [privacy]}"])  # fmt: skip
def test_mail_names_its_domains(mail: str, refused: Refused) -> None:
    assert "systems.mail" in said(refused(HEAD + f"systems:\n  mail: {mail}\n"))
