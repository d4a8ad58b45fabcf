"""Which rosters there are, and how one is imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from zhixing.assembly.models import Body
from zhixing.procedure.words import Words
from zhixing.rosters.accounts import AccountRoster
from zhixing.rosters.liaisons import LiaisonRoster
from zhixing.rosters.members import MemberRoster
from zhixing.rosters.running import run_import
from zhixing.rosters.units import UnitRoster
from zhixing.sheets import FileUnreadable
from zhixing.sheets.report import Report


def import_units(
    path: Path,
    *,
    body: Body,
    since: date | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """Import a list of units and return what became of each row.

    ``since`` is the first day of new units, and the day of renamings and mergers, where a row names none; without it
    new units stood before our records began, and changes are today's.

    Raises:
        FileUnreadable: when the file holds no such list.
    """
    return run_import(path, body, lambda: UnitRoster(body, since=since), dry_run=dry_run, progress=progress)


def import_liaisons(
    path: Path,
    *,
    body: Body,
    since: date | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """Import a list of units' heads, leaders, liaisons and handlers and return what became of each row.

    ``since`` is the first day of posts for which a row names none; without it a post began with the term, and one in
    which somebody follows another begins today.

    Raises:
        FileUnreadable: when the file holds no such list.
    """
    return run_import(path, body, lambda: LiaisonRoster(body, since=since), dry_run=dry_run, progress=progress)


def import_members(
    path: Path,
    *,
    body: Body,
    since: date | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """Import a roster of members and return what became of each row.

    ``since`` is the first day of a term that is new, which ends the one before.

    Raises:
        FileUnreadable: when the file holds no such list.
    """
    return run_import(path, body, lambda: MemberRoster(body, since=since), dry_run=dry_run, progress=progress)


def import_accounts(
    path: Path,
    *,
    body: Body,
    since: date | None = None,
    slips: Path | None = None,
    renew: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """Open the accounts of a list, write their activation slips, and return what became of each row.

    ``slips`` is the new file to print, which only a dry run does without; it is written before the accounts are kept,
    and not at all when no account was opened. ``since`` is the first day of posts that rows tell of, today unless
    given. ``renew`` gives new codes to people of the list who have never signed in.

    Raises:
        FileUnreadable: when the file holds no such list, or there is no file to write the slips to.
    """
    if not dry_run and (slips is None or slips.exists() or not slips.parent.is_dir()):
        raise FileUnreadable(NO_SLIPS)
    out = None if dry_run else slips

    def roster() -> AccountRoster:
        return AccountRoster(body, since=since, slips=out, renew=renew)

    try:
        return run_import(path, body, roster, dry_run=dry_run, progress=progress)
    except FileExistsError as error:
        raise FileUnreadable(NO_SLIPS) from error


NO_SLIPS = Words(
    "启用单要写到一个新文件中，请用 --slips 给出还不存在的文件名（所在文件夹要有），如 --slips 启用单.html。",
    "The slips need a new file in a folder that exists; name it with --slips, as in --slips 启用单.html.",
)
