"""Proofs for those who hold a root but not the register: that an entry is in it, and that one root grew into another.

The tree is that of :mod:`zhixing.register.verifier`; making and checking follow RFC 6962 and RFC 9162. Leaves, roots
and the steps of a proof are digests in hexadecimal; what is not, raises ValueError.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhixing.register.verifier import Frontier, node


def tree_root(leaves: Sequence[str]) -> str:
    """Return the root over the leaves."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[str], index: int) -> list[str]:
    """Return the proof that the leaf at an index is in the tree; IndexError when there is no such leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"a log of {len(leaves)} lines has no position {index}")
    if len(leaves) == 1:
        return []
    middle = _middle(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*inclusion_proof(left, index), tree_root(right)]
    return [*inclusion_proof(right, index - middle), tree_root(left)]


def check_inclusion(leaf: str, *, index: int, size: int, proof: Sequence[str], root: str) -> bool:
    """Return whether the proof shows the leaf at that index in the tree with that size and root."""
    if not 0 <= index < size:
        return False
    here, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            result = _joined(step, result)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            result = _joined(result, step)
        here, last = here >> 1, last >> 1
    return last == 0 and result == root


def consistency_proof(leaves: Sequence[str], first: int) -> list[str]:
    """Return the proof that the tree over all leaves grew out of that over the first so many.

    IndexError when there are fewer leaves than that. Nothing needs to be proven for none and for all of them.
    """
    if not 0 <= first <= len(leaves):
        raise IndexError(f"a log of {len(leaves)} lines never had {first}")
    return _grown(leaves, first, known=True) if first else []


def check_consistency(
    *, first_size: int, first_root: str, second_size: int, second_root: str, proof: Sequence[str]
) -> bool:
    """Return whether the proof shows that the tree with the second size and root grew out of the first."""
    if first_size == 0:
        return first_root == Frontier().root() and not proof
    if first_size >= second_size:
        return (first_size, first_root) == (second_size, second_root) and not proof
    here, last = first_size - 1, second_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    steps = list(proof) if here else [first_root, *proof]
    if not steps:
        return False
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = _joined(step, first), _joined(step, second)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            second = _joined(second, step)
        here, last = here >> 1, last >> 1
    return last == 0 and (first, second) == (first_root, second_root)


def _grown(leaves: Sequence[str], first: int, *, known: bool) -> list[str]:
    """Return the proof for a part of the tree; its root is left out when the reader knows it already."""
    if first == len(leaves):
        return [] if known else [tree_root(leaves)]
    middle = _middle(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if first <= middle:
        return [*_grown(left, first, known=known), tree_root(right)]
    return [*_grown(right, first - middle, known=False), tree_root(left)]


def _middle(size: int) -> int:
    """Return the largest power of two below the size: how many leaves stand on the left."""
    return 1 << (size - 1).bit_length() - 1


def _joined(left: str, right: str) -> str:
    return node(bytes.fromhex(left), bytes.fromhex(right)).hex()
