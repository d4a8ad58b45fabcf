"""Activation slips 账号启用单: a page to print, cut and hand out, one slip for each new account.

The file is the only place where a one-time code stands in clear: it belongs to its owner alone, never replaces
another file, and is to be deleted once printed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path

MODE = 0o600


@dataclass(frozen=True, slots=True)
class Slip:
    """What a person needs to sign in for the first time."""

    name: str
    where: str
    sign_in: str
    code: str = field(repr=False)


def write_slips(path: Path, slips: Iterable[Slip], *, title: str) -> None:
    """Write a page of slips that needs no other file; FileExistsError when there is a file of that name."""
    page = _page(list(slips), title=title)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            # The mask of the shell may only take rights away, so this says it again for those who loosened it.
            path.chmod(MODE)
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _page(slips: list[Slip], *, title: str) -> str:
    style = files("zhixing.rosters").joinpath("slips.css").read_text(encoding="utf-8")
    body = "\n".join(_slip(one, title=title) for one in slips)
    return (
        '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)} 账号启用单</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<p class="note">共 {len(slips)} 张。请用 A4 纸打印，沿虚线裁开，当面交给本人；打印后请删除本文件。'
        f'一次性密码只在这里出现，系统中没有留存。</p>\n<main class="sheet">\n{body}\n</main>\n</body>\n</html>\n'
    )


def _slip(slip: Slip, *, title: str) -> str:
    return (
        f'<section class="slip"><h2>{escape(title)} 账号启用单</h2>\n'
        f"<dl><dt>姓名</dt><dd>{escape(slip.name)}</dd>\n"
        f"<dt>单位</dt><dd>{escape(slip.where)}</dd>\n"
        f'<dt>登录名</dt><dd class="typed">{escape(slip.sign_in)}</dd>\n'
        f'<dt>一次性密码</dt><dd class="typed">{escape(slip.code)}</dd></dl>\n'
        "<p>首次登录时请连同短横一起输入密码，并按提示换成自己的密码。密码中没有数字 0、1 和字母 o、l、i。"
        "请勿转交他人；如有遗失，请告知政协办公室。</p></section>"
    )
