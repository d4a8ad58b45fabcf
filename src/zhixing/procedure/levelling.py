"""Order the places within each layer of a drawing so that few lines cross, and move them so that lines run straight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

SWEEPS = 16
ROUNDS = 200
STRONG, WEAK = 24.0, 1e-3
BETWEEN = 18

Layers = list[list[int]]
Ties = Sequence[Sequence[int]]
"""For each place the places of the next layer that it is tied to."""


def arrange(layers: Layers, below: Ties) -> Layers:
    """Return the layers, each ordered by where its neighbours stand; the best of several sweeps down and up."""
    above = turned(below)
    best, fewest = layers, crossings(layers, below)
    for sweep in range(SWEEPS):
        neighbours, way = (above, range(1, len(layers))) if sweep % 2 == 0 else (below, range(len(layers) - 2, -1, -1))
        layers = [list(layer) for layer in layers]
        for layer in way:
            beside = layers[layer - 1] if sweep % 2 == 0 else layers[layer + 1]
            layers[layer] = _ordered(layers[layer], neighbours, beside)
        found = crossings(layers, below)
        if found < fewest:
            best, fewest = layers, found
    return best


def _ordered(layer: list[int], neighbours: Ties, beside: list[int]) -> list[int]:
    position = {place: index for index, place in enumerate(beside)}
    middle = {
        place: sum(position[one] for one in neighbours[place]) / len(neighbours[place]) if neighbours[place] else index
        for index, place in enumerate(layer)
    }
    return sorted(layer, key=middle.__getitem__)


def turned(below: Ties) -> list[list[int]]:
    """Return the ties seen from the other end."""
    above: list[list[int]] = [[] for _ in below]
    for place, ties in enumerate(below):
        for other in ties:
            above[other].append(place)
    return above


def crossings(layers: Layers, below: Ties) -> int:
    """Count the pairs of ties that cross."""
    position = {place: index for layer in layers for index, place in enumerate(layer)}
    count = 0
    for layer in layers:
        ends = [position[other] for place in layer for other in sorted(below[place], key=position.__getitem__)]
        count += sum(one > other for index, one in enumerate(ends) for other in ends[index + 1 :])
    return count


def settle(layers: Layers, below: Ties, widths: Sequence[float], *, upright: Collection[int]) -> list[float]:
    """Return the middle of each place: as near as can be to its neighbours, none nearer than room allows.

    Ties between two ``upright`` places pull more strongly, so that a long line has its bends at the ends.
    """
    ties: list[list[tuple[int, float]]] = [[] for _ in widths]
    for place, others in enumerate(below):
        for other in others:
            strength = STRONG if place in upright and other in upright else 1.0
            ties[place].append((other, strength))
            ties[other].append((place, strength))
    xs = [0.0] * len(widths)
    for number in range(ROUNDS):
        for layer in layers if number % 2 == 0 else layers[::-1]:
            room = _room([widths[place] for place in layer])
            pulls = [_pull(ties[place], xs) for place in layer]
            for place, x in zip(layer, _apart(pulls, room), strict=True):
                xs[place] = x
    return xs


def _pull(ties: Sequence[tuple[int, float]], xs: Sequence[float]) -> tuple[float, float]:
    """Return where a place is drawn to, and how strongly; what is tied to nothing hardly minds."""
    strength = sum(strength for _, strength in ties)
    return (sum(xs[place] * strong for place, strong in ties) / strength, strength) if ties else (0.0, WEAK)


def _room(widths: Sequence[float]) -> list[float]:
    """Return how far each place of a layer must at least be from the first."""
    room = [0.0]
    for one, other in pairwise(widths):
        room.append(room[-1] + (one + other) / 2 + BETWEEN)
    return room


def _apart(pulls: Sequence[tuple[float, float]], room: Sequence[float]) -> list[float]:
    """Return the places nearest to where they are drawn that keep the order and the room between (least squares)."""
    # Places that would overlap are moved as one block: its length, its strength, and where it is drawn to.
    blocks: list[tuple[int, float, float]] = []
    for (wanted, strength), taken in zip(pulls, room, strict=True):
        blocks.append((1, strength, wanted - taken))
        while len(blocks) > 1 and blocks[-2][2] > blocks[-1][2]:
            (length, one, x), (longer, other, y) = blocks.pop(), blocks.pop()
            blocks.append((length + longer, one + other, (one * x + other * y) / (one + other)))
    moved = [x for length, _, x in blocks for _ in range(length)]
    return [x + taken for x, taken in zip(moved, room, strict=True)]
