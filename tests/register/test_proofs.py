"""Proofs show what is true and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.register.proofs import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    tree_root,
)
from zhixing.register.verifier import sm3_hex

LEAVES = [sm3_hex(bytes([number])) for number in range(130)]
OTHER = sm3_hex(b"another")
SIZES = st.integers(1, 130)


@given(st.data(), SIZES)
def test_every_leaf_can_be_shown_to_be_included(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = tree_root(LEAVES[:size])

    proof = inclusion_proof(LEAVES[:size], index)

    assert len(proof) <= (size - 1).bit_length()
    assert check_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=root)
    assert not check_inclusion(OTHER, index=index, size=size, proof=proof, root=root)
    assert not check_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=OTHER)
    assert not check_inclusion(LEAVES[index], index=index, size=size, proof=[*proof, OTHER], root=root)


@given(st.data(), st.integers(2, 130))
def test_proof_of_inclusion_holds_for_no_other_place_or_step(data: st.DataObject, size: int) -> None:
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    root = tree_root(LEAVES[:size])
    proof = inclusion_proof(LEAVES[:size], index)
    at = data.draw(st.integers(0, len(proof) - 1))

    assert not check_inclusion(LEAVES[other], index=other, size=size, proof=proof, root=root)
    changed = [*proof[:at], OTHER, *proof[at + 1 :]]
    assert not check_inclusion(LEAVES[index], index=index, size=size, proof=changed, root=root)
    assert not check_inclusion(LEAVES[index], index=index, size=size, proof=proof[1:], root=root)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError, match="no position"):
        inclusion_proof(LEAVES[:3], index)

    assert not check_inclusion(LEAVES[0], index=index, size=3, proof=[], root=OTHER)


@given(st.data(), SIZES)
def test_every_earlier_tree_can_be_shown_to_have_grown(data: st.DataObject, size: int) -> None:
    first = data.draw(st.integers(0, size))
    proof = consistency_proof(LEAVES[:size], first)

    assert check_consistency(
        first_size=first,
        first_root=tree_root(LEAVES[:first]),
        second_size=size,
        second_root=tree_root(LEAVES[:size]),
        proof=proof,
    )


@given(st.data(), st.integers(2, 130))
def test_no_proof_shows_that_another_tree_has_grown(data: st.DataObject, size: int) -> None:
    first = data.draw(st.integers(1, size - 1))
    proof = consistency_proof(LEAVES[:size], first)
    first_root, second_root = tree_root(LEAVES[:first]), tree_root(LEAVES[:size])
    changed = data.draw(st.integers(0, len(proof) - 1))

    def shown(first_root: str, second_root: str, proof: list[str]) -> bool:
        return check_consistency(
            first_size=first, first_root=first_root, second_size=size, second_root=second_root, proof=proof
        )

    assert shown(first_root, second_root, proof)
    assert not shown(OTHER, second_root, proof)
    assert not shown(first_root, OTHER, proof)
    assert not shown(first_root, second_root, [*proof, OTHER])
    assert not shown(first_root, second_root, [*proof[:changed], OTHER, *proof[changed + 1 :]])
    assert not shown(first_root, second_root, [])


def test_trees_do_not_shrink_or_change() -> None:
    small, large = tree_root(LEAVES[:2]), tree_root(LEAVES[:3])

    assert not check_consistency(first_size=3, first_root=large, second_size=2, second_root=small, proof=[])
    assert not check_consistency(first_size=2, first_root=small, second_size=2, second_root=large, proof=[])
    assert not check_consistency(first_size=0, first_root=small, second_size=2, second_root=small, proof=[])


def test_there_is_no_proof_of_more_leaves_than_there_are() -> None:
    with pytest.raises(IndexError, match="never had 4"):
        consistency_proof(LEAVES[:3], 4)
