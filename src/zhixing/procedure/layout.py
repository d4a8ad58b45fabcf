"""Place the boxes and arrows of a drawing in layers, so that no arrow runs through a box or over another's words.

Boxes stand in layers by their longest way from the first; between two layers of boxes lies a layer of labels. An arrow
passes every layer on its way at a place of its own. Arrows that lead back are placed as if they led forward.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhixing.procedure.levelling import arrange, settle

Point = tuple[float, float]

MARGIN = 16
BETWEEN_LAYERS = 24
BETWEEN_PORTS = 26


@dataclass(frozen=True, slots=True)
class Size:
    """How much room something takes."""

    width: float
    height: float


THREAD = Size(8, 0)
"""The room an arrow takes in a layer that it only passes."""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from one box to another, with the room its label takes."""

    source: str
    target: str
    label: Size


@dataclass(frozen=True, slots=True)
class Route:
    """Where an arrow runs, from its source to its label and from there to its target, and the label's centre."""

    before: tuple[Point, ...]
    after: tuple[Point, ...]
    label: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: the centres of boxes, a route per link, and the room of the whole."""

    boxes: Mapping[str, Point]
    routes: tuple[Route, ...]
    size: Size


@dataclass(slots=True)
class _Place:
    """A box, a label or the passing of an arrow, in one layer; ``below`` are the places it is tied to."""

    size: Size
    layer: int
    x: float = 0
    below: list[int] = field(default_factory=list)


def lay_out(boxes: Mapping[str, Size], links: Sequence[Link], *, first: str) -> Layout:
    """Return a layout with ``first`` on top; links from a box to itself are not for this."""
    back = back_links(list(boxes), links, first=first)
    layers = layers_of(list(boxes), [_forward(link, turned=turned) for link, turned in zip(links, back, strict=True)])
    return _Drawing(boxes, links, back, layers).layout()


def back_links(boxes: Sequence[str], links: Sequence[Link], *, first: str) -> list[bool]:
    """Tell for each link whether it leads back to a box on the way by which its source was reached."""
    leaving: dict[str, list[int]] = {name: [] for name in boxes}
    for number, link in enumerate(links):
        leaving[link.source].append(number)
    back = [False] * len(links)
    on_the_way: set[str] = set()
    done: set[str] = set()

    def visit(name: str) -> None:
        on_the_way.add(name)
        for number in leaving[name]:
            target = links[number].target
            back[number] = target in on_the_way
            if target not in on_the_way | done:
                visit(target)
        on_the_way.remove(name)
        done.add(name)

    for name in [first, *boxes]:
        if name not in done:
            visit(name)
    return back


def layers_of(boxes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the layer of each box: one more than the deepest box that leads to it. The pairs form no circle."""
    layers = dict.fromkeys(boxes, 0)
    for _ in boxes:
        for source, target in pairs:
            layers[target] = max(layers[target], layers[source] + 1)
    return layers


def _forward(link: Link, *, turned: bool) -> tuple[str, str]:
    return (link.target, link.source) if turned else (link.source, link.target)


class _Drawing:
    """The places of all layers. Boxes stand in even layers, labels in odd ones."""

    def __init__(
        self, boxes: Mapping[str, Size], links: Sequence[Link], back: Sequence[bool], layers: Mapping[str, int]
    ) -> None:
        self.links = links
        self.back = back
        self.names = {name: number for number, name in enumerate(boxes)}
        self.places = [_Place(size, 2 * layers[name]) for name, size in boxes.items()]
        # For each link its places from top to bottom, both boxes included.
        self.chains = [self.chain(link, turned=turned) for link, turned in zip(links, back, strict=True)]

    def chain(self, link: Link, *, turned: bool) -> list[int]:
        upper, lower = (self.names[name] for name in _forward(link, turned=turned))
        top, bottom = self.places[upper].layer, self.places[lower].layer
        # The label stands next to where the arrow begins.
        labelled = bottom - 1 if turned else top + 1
        chain = [upper]
        for layer in range(top + 1, bottom):
            self.places.append(_Place(link.label if layer == labelled else THREAD, layer))
            chain.append(len(self.places) - 1)
        chain.append(lower)
        for one, other in itertools.pairwise(chain):
            self.places[one].below.append(other)
        return chain

    def layout(self) -> Layout:
        layers: list[list[int]] = [[] for _ in range(max(place.layer for place in self.places) + 1)]
        for number, place in enumerate(self.places):
            layers[place.layer].append(number)
        below = [place.below for place in self.places]
        layers = arrange(layers, below)
        widths = [place.size.width for place in self.places]
        upright = range(len(self.names), len(self.places))
        for number, x in enumerate(settle(layers, below, widths, upright=upright)):
            self.places[number].x = x
        left = min(place.x - place.size.width / 2 for place in self.places) - MARGIN
        for place in self.places:
            place.x -= left
        bands = self.bands(layers)
        centres = [(place.x, sum(bands[place.layer]) / 2) for place in self.places]
        width = max(place.x + place.size.width / 2 for place in self.places) + MARGIN
        return Layout(
            boxes={name: centres[number] for name, number in self.names.items()},
            routes=tuple(self.route(number, bands) for number in range(len(self.links))),
            size=Size(width, bands[-1][1] + MARGIN),
        )

    def bands(self, layers: Sequence[Sequence[int]]) -> list[Point]:
        """Return the top and bottom of each layer."""
        bands: list[Point] = []
        top = float(MARGIN)
        for layer in layers:
            bottom = top + max((self.places[number].size.height for number in layer), default=0)
            bands.append((top, bottom))
            top = bottom + BETWEEN_LAYERS
        return bands

    def route(self, number: int, bands: Sequence[Point]) -> Route:
        chain, turned = self.chains[number], self.back[number]
        upper, lower = self.port(number, below=True, bands=bands), self.port(number, below=False, bands=bands)
        at = len(chain) - 2 if turned else 1
        label = self.places[chain[at]]
        middle = sum(bands[label.layer]) / 2
        over, under = middle - label.size.height / 2, middle + label.size.height / 2
        above = [*upper, *self.passing(chain[1:at], bands), (label.x, bands[label.layer][0]), (label.x, over)]
        beneath = [(label.x, under), (label.x, bands[label.layer][1]), *self.passing(chain[at + 1 : -1], bands), *lower]
        if turned:
            above, beneath = beneath[::-1], above[::-1]
        return Route(tuple(above), tuple(beneath), (label.x, middle))

    def passing(self, chain: Sequence[int], bands: Sequence[Point]) -> list[Point]:
        """Return the top and bottom of each layer that an arrow passes upright."""
        return [(self.places[one].x, y) for one in chain for y in bands[self.places[one].layer]]

    def port(self, number: int, *, below: bool, bands: Sequence[Point]) -> list[Point]:
        """Return where a link touches its upper box from below, or its lower box from above, from top to bottom.

        It leaves the layer upright, so that it passes beside the taller boxes there.
        """
        end, beside = (0, 1) if below else (-1, -2)
        box = self.chains[number][end]
        place = self.places[box]
        here = [one for one, chain in enumerate(self.chains) if chain[end] == box]
        here.sort(key=lambda one: self.places[self.chains[one][beside]].x)
        step = min(BETWEEN_PORTS, place.size.width / (len(here) + 1))
        x = place.x + (here.index(number) - (len(here) - 1) / 2) * step
        middle, half = sum(bands[place.layer]) / 2, place.size.height / 2
        ends = (
            [(x, middle + half), (x, bands[place.layer][1])]
            if below
            else [(x, bands[place.layer][0]), (x, middle - half)]
        )
        return list(dict.fromkeys(ends))
