"""Several names in one cell."""

import pytest

from zhixing.sheets.names import listed


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["安行、柏川"], ["安行", "柏川"]),
        (["安　行 柏　川"], ["安行", "柏川"]),
        (["甲局（乙、丙）；丁局"], ["甲局（乙、丙）", "丁局"]),
        (["阿不都·热合曼", "无", None], ["阿不都·热合曼"]),
        ([["安行", "", "柏川"]], ["安行", "柏川"]),
    ],
)
def test_names_are_told_apart(cells: list[object], names: list[str]) -> None:
    assert list(listed(one for one in cells if one is not None)) == names
