"""Boxes and arrows are placed so that nothing stands on anything else, whatever the graph."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhixing.procedure.layout import Layout, Link, Point, Route, Size, back_links, lay_out, layers_of
from zhixing.procedure.levelling import arrange, crossings, settle

Rectangle = tuple[float, float, float, float]
SMALL = Size(60, 20)
STEPS = 12


def rectangle(centre: Point, size: Size) -> Rectangle:
    return (
        centre[0] - size.width / 2,
        centre[1] - size.height / 2,
        centre[0] + size.width / 2,
        centre[1] + size.height / 2,
    )


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(point: Point, box: Rectangle) -> bool:
    slack = 0.5
    return box[0] + slack < point[0] < box[2] - slack and box[1] + slack < point[1] < box[3] - slack


def drawn(points: Sequence[Point]) -> Iterable[Point]:
    """The points of the curve that the drawing makes of a route: upright at each of its points."""
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (y + to_y) / 2
        for step in range(STEPS + 1):
            t = step / STEPS
            a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
            yield (a + b) * x + (c + d) * to_x, a * y + (b + c) * middle + d * to_y


def assert_nothing_overlaps(boxes: dict[str, Size], links: Sequence[Link], layout: Layout) -> None:
    shapes = [rectangle(layout.boxes[name], size) for name, size in boxes.items()]
    labels = [rectangle(route.label, link.label) for link, route in zip(links, layout.routes, strict=True)]
    whole = (0.0, 0.0, layout.size.width, layout.size.height)
    assert not [pair for pair in combinations([*shapes, *labels], 2) if overlap(*pair)]
    for left, top, right, bottom in [*shapes, *labels]:
        assert whole[0] <= left
        assert whole[1] <= top
        assert right <= whole[2]
        assert bottom <= whole[3]
    for number, route in enumerate(layout.routes):
        others = [label for index, label in enumerate(labels) if index != number]
        for point in [*drawn(route.before), *drawn(route.after)]:
            assert not [shape for shape in [*shapes, *others] if inside(point, shape)]


def assert_ends_meet(boxes: dict[str, Size], links: Sequence[Link], layout: Layout) -> None:
    for link, route in zip(links, layout.routes, strict=True):
        for name, (x, y) in ((link.source, route.before[0]), (link.target, route.after[-1])):
            left, top, right, bottom = rectangle(layout.boxes[name], boxes[name])
            assert left < x < right
            assert y == pytest.approx(top) or y == pytest.approx(bottom)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Size], list[Link]]:
    names = [f"s{number}" for number in range(draw(st.integers(1, 8)))]
    widths, heights = st.integers(20, 160), st.integers(20, 80)
    boxes = {name: Size(draw(widths), draw(heights)) for name in names}
    pairs = draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=14))
    links = [Link(*pair, Size(draw(widths), draw(st.integers(14, 60)))) for pair in sorted(pairs) if pair[0] != pair[1]]
    return boxes, links


LOW, TALL = Size(20, 20), Size(20, 60)


@settings(deadline=None, max_examples=60)
@example(
    (
        {"s0": LOW, "s1": TALL, **dict.fromkeys(("s2", "s3", "s4", "s5", "s6", "s7"), LOW)},
        [Link("s0", "s3", Size(20, 14)), Link("s2", "s1", Size(59, 14)), Link("s2", "s3", Size(21, 14))],
    )
)
@given(graphs())
def test_nothing_stands_on_anything_else(graph: tuple[dict[str, Size], list[Link]]) -> None:
    boxes, links = graph

    layout = lay_out(boxes, links, first="s0")

    assert_nothing_overlaps(boxes, links, layout)
    assert_ends_meet(boxes, links, layout)


@given(graphs())
def test_turning_what_leads_back_leaves_no_circle(graph: tuple[dict[str, Size], list[Link]]) -> None:
    boxes, links = graph
    back = back_links(list(boxes), links, first="s0")
    pairs = [
        (link.target, link.source) if turned else (link.source, link.target)
        for link, turned in zip(links, back, strict=True)
    ]

    layers = layers_of(list(boxes), pairs)

    assert all(layers[source] < layers[target] for source, target in pairs)


def test_the_first_box_is_on_top_and_the_longest_way_decides() -> None:
    boxes = dict.fromkeys("abc", SMALL)
    links = [Link(*pair, SMALL) for pair in ("ab", "bc", "ac")]

    layout = lay_out(boxes, links, first="a")

    assert layout.boxes["a"][1] < layout.boxes["b"][1] < layout.boxes["c"][1]


def test_a_straight_line_of_boxes_is_drawn_straight() -> None:
    layout = lay_out(dict.fromkeys("abc", SMALL), [Link("a", "b", SMALL), Link("b", "c", SMALL)], first="a")

    assert {x for x, _ in layout.boxes.values()} == {layout.boxes["a"][0]}
    assert all(x == layout.boxes["a"][0] for route in layout.routes for x, _ in (*route.before, *route.after))


def test_an_arrow_back_runs_upwards_and_is_labelled_where_it_begins() -> None:
    boxes = dict.fromkeys("abc", SMALL)
    links = [Link("a", "b", SMALL), Link("b", "c", SMALL), Link("c", "a", SMALL)]

    layout = lay_out(boxes, links, first="a")
    back: Route = layout.routes[2]

    assert back.before[0][1] > back.after[-1][1]
    assert layout.boxes["b"][1] < back.label[1] < layout.boxes["c"][1]


def test_crossing_lines_are_uncrossed() -> None:
    layers, below = [[0, 1], [2, 3]], [[3], [2], [], []]

    best = arrange(layers, below)

    assert (crossings(layers, below), crossings(best, below)) == (1, 0)


def test_what_is_tied_to_nothing_is_set_beside_the_rest() -> None:
    assert settle([[0, 1]], [[], []], [10, 10], upright=()) == [-14, 14]
