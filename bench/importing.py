"""Rows per second of a ledger's import, from the file to the committed register; the goal is 1,000."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.installation import install, table

PER_ACT = 15
"""Rows for each act that the other measurements perform."""
HEADINGS = ("案号", "案由", "届次", "年度", "提案类型", "主办单位", "办理结果")
DAYS = {"立案日期": "2024-01-22", "交办日期": "2024-03-27", "答复日期": "2024-06-27", "满意度": "满意"}
"""With these a row makes six entries instead of two."""


def main(size: int) -> None:
    """Measure and print."""
    install()
    from zhixing.assembly.calendars import seed_arrangements
    from zhixing.assembly.proposed import propose_body
    from zhixing.proposals.importing import import_ledger

    seed_arrangements()
    rows: list[tuple[str, ...]] = [("", "rows", "rows/s", "rows/s of processor time", "again, rows/s")]
    with TemporaryDirectory() as folder:
        for place, (name, write) in enumerate(LEDGERS.items()):
            body = propose_body(name=f"第{place + 1}号县政协")
            path = write(Path(folder), size * PER_ACT)
            wall, processor = time.perf_counter(), time.process_time()
            report = import_ledger(path, body=body)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            again = time.perf_counter()
            if import_ledger(path, body=body).unchanged != report.created:
                raise RuntimeError("a second import changed something")
            again = time.perf_counter() - again
            count = report.created
            rows.append((name, str(count), f"{count / wall:.0f}", f"{count / processor:.0f}", f"{count / again:.0f}"))
    table(rows)


def _ledger(many: int) -> Iterator[tuple[str, ...]]:
    for number in range(1, many + 1):
        unit, letter = f"县第{number % 60}局", "ABC"[number % 3]
        yield f"第{number}号", f"关于加强第{number}村道路养护管理的建议", "十届三次", "2024", "个人", unit, letter


def _write_json(folder: Path, many: int, **more: str) -> Path:
    path = folder / "ledger.jsonl"
    lines = (json.dumps(dict(zip(HEADINGS, row, strict=True)) | more, ensure_ascii=False) for row in _ledger(many))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _write_sheet(folder: Path, many: int) -> Path:
    import xlsxwriter

    path = folder / "ledger.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        for place, row in enumerate([HEADINGS, *_ledger(many)]):
            sheet.write_row(place, 0, row)
    return path


LEDGERS = {"JSON lines": _write_json, "Excel": _write_sheet, "with days": partial(_write_json, **DAYS)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
