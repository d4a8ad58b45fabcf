"""Sorts of files that an office brings in: lists and texts it has from before, each declared where it is understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from zhixing.assembly.actors import Actor
    from zhixing.assembly.models import Body
    from zhixing.sheets.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """One run: the file, the committee it is for, from which day it holds; whether only to say what would happen.

    ``slips`` is where the activation slips of new accounts are written.
    """

    path: Path
    body: Body
    since: date | None
    dry_run: bool
    slips: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSort:
    """A sort of file that can be brought in: who may, which endings it has, and what ``dated`` asks a day for.

    ``run`` checks or takes a file and says what became of each row; FileUnreadable when it holds no such thing.
    ``enters`` is the act that opens a case for what was read, which only comes about in this way.
    """

    slug: str
    title: str | Promise
    help: str | Promise
    endings: tuple[str, ...]
    may: Callable[[Actor], bool]
    run: Callable[[Taking], Report]
    dated: str | Promise = ""
    enters: str = ""
