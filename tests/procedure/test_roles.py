"""Who is meant by a role, as address keys."""

import pytest

from tests.procedure.texts import procedure, shipped
from zhixing.procedure.model import Role
from zhixing.procedure.roles import Party, addresses, held_roles, keys_of_roles
from zhixing.procedure.words import Words

TITLE = Words("角色", "role")
PARTIES = (
    Party("asker", person=7),
    Party("asker", organisation=31, side="party"),
    Party("handler", organisation=32, side="court"),
)


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (Role("r", TITLE, member=True), ("m5",)),
        (Role("r", TITLE, leadership=True, posts=("chair", "vice_chair")), ("b5.chair", "b5.vice_chair")),
        (Role("r", TITLE, holder=True, posts=("signer", "head")), ("h5.signer", "h5.head")),
        (Role("r", TITLE, function="general_office", posts=("clerk",)), ("d5.general_office.clerk",)),
        (Role("r", TITLE, party="asker", posts=("signer", "clerk")), ("p7", "o31.signer", "o31.clerk")),
        (Role("r", TITLE, party="nobody", posts=("signer",)), ()),
    ],
)
def test_a_role_is_addressed_by_what_it_names(role: Role, keys: tuple[str, ...]) -> None:
    assert addresses(role, parties=PARTIES, body=5) == keys


@pytest.mark.parametrize(
    ("role", "somebody"),
    [
        (Role("r", TITLE, member=True, only_with=("asker",)), True),
        (Role("r", TITLE, member=True, only_with=("asker", "nobody")), False),
        (Role("r", TITLE, member=True, not_with=("nobody",)), True),
        (Role("r", TITLE, member=True, not_with=("nobody", "asker")), False),
        (Role("r", TITLE, member=True, only_with=("asker",), not_with=("asker",)), False),
    ],
)
def test_a_role_may_be_nobody_in_cases_with_or_without_some_party(role: Role, *, somebody: bool) -> None:
    assert addresses(role, parties=PARTIES, body=5) == (("m5",) if somebody else ())


@pytest.mark.parametrize(
    ("side_of", "function"),
    [("asker", "government_supervision"), ("handler", "government_supervision"), ("nobody", "government_supervision")],
)
def test_a_side_without_an_office_of_its_own_answers_to_the_governments(side_of: str, function: str) -> None:
    role = Role("r", TITLE, side_of=side_of, sides={"government": function}, posts=("clerk",))

    assert addresses(role, parties=PARTIES, body=5) == (f"d5.{function}.clerk",)


def test_the_side_of_the_first_such_party_chooses_the_office() -> None:
    supervision = shipped("handling").roles["supervision_office"]
    party, court = Party("handler", organisation=1, side="party"), Party("handler", organisation=2, side="court")

    assert [addresses(supervision, parties=parties, body=5)[0] for parties in ([party, court], [court, party])] == [
        "d5.party_supervision.clerk",
        "d5.government_supervision.clerk",
    ]


def test_one_party_twice_is_addressed_once() -> None:
    role = procedure().roles["asker"]

    assert addresses(role, parties=(Party("asker", person=7), Party("asker", person=7)), body=5) == ("p7",)


def test_keys_of_several_roles_stand_once_and_the_system_has_none() -> None:
    keys = keys_of_roles(procedure(), ["office", "system", "asker", "parent", "office"], parties=PARTIES, body=5)

    assert keys == ["d5.general_office.clerk", "p7", "o31.signer"]


def test_somebody_holds_the_roles_that_their_keys_open() -> None:
    small = procedure()

    assert held_roles(small, frozenset({"p7", "m5"}), parties=PARTIES, body=5) == {"asker", "member"}
    assert held_roles(small, frozenset({"d5.general_office.clerk", "m6"}), parties=(), body=5) == {"office"}
