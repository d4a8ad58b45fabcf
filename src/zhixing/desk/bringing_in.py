"""What an office brings in on its first day and later: what kinds declare, and its rosters and accounts.

A file is checked before it is taken: every row says what would become of it, and nothing is written. It waits as a
file handed in by whoever checked it, so that it is chosen once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases import kinds
from zhixing.cases.bringing_in import FileSort, Taking
from zhixing.cases.duties import holds
from zhixing.desk.duties import sees_units
from zhixing.files import blobs
from zhixing.files.formats import ending_of
from zhixing.files.handing_in import hand_in, handed_in
from zhixing.procedure.facts import FileReference, Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.rosters.importing import import_accounts, import_liaisons, import_members, import_units
from zhixing.sheets.report import Report

LIST = ("xlsx", "csv")
SLIPS = "slips.html"
MOST_BYTES = 255
"""So long may the name of a file be."""


def _of_members(actor: Actor) -> bool:
    """Tell whether somebody keeps the list of members: the general office, or who runs the system."""
    general = holds(actor, PostKind.CLERK, PostKind.DIRECTOR, function=Function.GENERAL_OFFICE)
    return general or holds(actor, PostKind.SYSADMIN)


def _roster(imports: Callable[..., Report]) -> Callable[[Taking], Report]:
    return lambda taking: imports(taking.path, body=taking.body, since=taking.since, dry_run=taking.dry_run)


def _accounts(taking: Taking) -> Report:
    return import_accounts(
        taking.path, body=taking.body, since=taking.since, slips=taking.slips, dry_run=taking.dry_run
    )


ROSTERS = (
    FileSort(
        slug="units",
        title=_("Units"),
        help=_("Departments, townships, units stationed here, with those that were renamed or merged."),
        endings=LIST,
        may=sees_units,
        run=_roster(import_units),
        dated=_("First day of new units, and day of changes, where a row names none"),
    ),
    FileSort(
        slug="liaisons",
        title=_("Heads and liaisons of units"),
        help=_(
            "Who heads each unit, who is its liaison and who handles; whoever follows another ends that one's post."
        ),
        endings=LIST,
        may=sees_units,
        run=_roster(import_liaisons),
        dated=_("First day of posts for which a row names none"),
    ),
    FileSort(
        slug="members",
        title=_("Members"),
        help=_("The roster of the term: name, sector, party, employer, committee."),
        endings=LIST,
        may=_of_members,
        run=_roster(import_members),
        dated=_("First day of a term that is new; it ends the one before"),
    ),
    FileSort(
        slug="accounts",
        title=_("Accounts"),
        help=_(
            "Opens an account for each person of the list. The slips with their one-time codes are saved to your "
            "computer when the accounts are opened; the codes stand nowhere else."
        ),
        endings=LIST,
        may=lambda actor: holds(actor, PostKind.SYSADMIN),
        run=_accounts,
        dated=_("First day of posts that rows tell of; today if empty"),
    ),
)


def open_to(actor: Actor) -> list[FileSort]:
    """Return what somebody may bring in."""
    sorts = [one for kind in kinds.everyone() for one in kind.brought_in]
    return [one for one in (*sorts, *ROSTERS) if one.may(actor)]


def entering(kind: kinds.Kind, act: str) -> FileSort | None:
    """Return the sort of file by which alone an act opens cases of a kind; None for an act that people fill in."""
    return next((one for one in kind.brought_in if act and one.enters == act), None)


def handed(sort: FileSort, files: Iterable[UploadedFile[bytes]], actor: Actor) -> FileReference:
    """Store the one file that came with a form.

    Raises:
        Refused: as invalid, when there is none, or none of this sort.
    """
    file = next(iter(files), None)
    if file is None:
        raise Refused("invalid", Sentence(NO_FILE))
    name = file.name or ""
    if ending_of(name) not in sort.endings:
        endings = "、".join(f".{one}" for one in sort.endings)
        raise Refused("invalid", Sentence(NOT_THIS_SORT, name=name, endings=endings))
    return hand_in(name, file.chunks(), person=actor.person_id, at=clock.true_now())


def found(token: str, name: str, actor: Actor) -> FileReference:
    """Return a file that somebody checked before.

    Raises:
        Refused: as invalid, when its time is over or it was another's.
    """
    reference = handed_in({"digest": token, "name": name}, person=actor.person_id)
    if reference is None:
        raise Refused("invalid", Sentence(GONE))
    return reference


def run(
    sort: FileSort, file: FileReference, *, body: Body, since: date | None, dry_run: bool
) -> tuple[Report, bytes | None]:
    """Check or take a file; return what became of each row, and the page of activation slips if any were written.

    Raises:
        FileUnreadable: when the file holds no such list.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Readers go by the ending of a name, and the store keeps contents without one.
        path = Path(folder) / _fitting(file.name)
        path.symlink_to(blobs.place(file.digest))
        slips = Path(folder) / SLIPS
        report = sort.run(Taking(path=path, body=body, since=since, dry_run=dry_run, slips=slips))
        return report, slips.read_bytes() if slips.exists() else None


def _fitting(name: str) -> str:
    """Return a name as far as a file system takes it: it counts bytes, of which a Chinese character has three."""
    stem, dot, ending = name.rpartition(".")
    room = MOST_BYTES - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


NO_FILE = Words("请先选择文件。", "Choose a file first.")
NOT_THIS_SORT = Words(
    "“{name}”不是这里能导入的文件。请选 {endings} 文件；WPS 或旧版文件请先另存为这种格式。",
    "“{name}” cannot be brought in here. Choose {endings}; save a WPS or older file in such a form first.",
)
GONE = Words(
    "先前核对的文件已不在。请重新选择文件再核对。", "The file checked before is gone. Choose it again and check it."
)
