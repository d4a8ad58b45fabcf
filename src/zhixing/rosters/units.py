"""承办单位名单: the units a committee deals with, as they are called today, and what they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from zhixing.assembly import clock
from zhixing.assembly.codes import check_uscc
from zhixing.assembly.models import Body, Organisation, OrganisationChangeStep, OrganisationName
from zhixing.assembly.succession import rename_organisation
from zhixing.assembly.vocabulary import ChangeKind, OrganisationKind, Side, Status
from zhixing.cases.succession import merge_units
from zhixing.procedure.words import Words
from zhixing.rosters import unit_words
from zhixing.rosters.known_units import KnownUnits
from zhixing.rosters.reading import RowReader, RowRefused
from zhixing.rosters.running import Outcome
from zhixing.sheets import CellUnreadable, Headings
from zhixing.sheets.report import Report
from zhixing.sheets.text import Cell, plain, written

UNITS = Headings(
    {
        "name": (
            "单位 单位名称 单位全称 名称 全称 承办单位 承办单位名称 机构名称 机构 部门 部门名称 部门单位 现名 现名称"
            " 现用名 name unit organisation"
        ),
        "short_name": "简称 单位简称 规范简称 shortname short",
        "kind": "类别 单位类别 类型 单位类型 性质 单位性质 机构类型 kind type",
        "side": "归口 系统 归口系统 所属系统 归口管理 归口单位 口 战线 side",
        "uscc": "统一社会信用代码 社会信用代码 信用代码 机构代码 uscc",
        "order": "排序 排序号 排名 顺序 次序 排列顺序 order",
        "place": "序号 序",
        "former": "曾用名 曾用名称 原名 原名称 原单位名称 原单位 更名前 更名前名称 formername former",
        "merged": "合并自 合并单位 并入单位 被合并单位 由何单位合并 合并前单位 mergedfrom merged",
        "since": "成立日期 成立时间 设立日期 挂牌日期 变更日期 更名日期 合并日期 起始日期 启用日期 日期 since from",
        "document": "文号 依据 依据文件 批准文号 批准文件 变更依据 document",
    },
    key="name",
    called=Words("单位名单", "a list of units"),
    needs=Words("单位名单至少要有“单位名称”一列。", "a list of units needs at least a column 单位名称 (name)."),
)
LAST = 9999
"""The order of units that no list has placed."""
NO_DOCUMENT = "单位名单导入"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row as read."""

    name: str
    short_name: str
    kind: OrganisationKind | None
    side: Side | None
    uscc: str
    order: int | None
    place: int | None
    former: tuple[str, ...]
    merged: tuple[str, ...]
    since: date | None
    document: str


def read_unit(row: RowReader) -> UnitRow:
    """Return the row's unit; RowUnreadable with all that is wrong."""
    name = row.text("name")
    read = UnitRow(
        name=name,
        short_name=row.text("short_name", most=40),
        kind=row.read("kind", unit_words.kind, None),
        side=row.read("side", unit_words.side, None),
        uscc=row.read("uscc", _uscc, ""),
        order=row.read("order", _order, None),
        place=row.read("place", _place, None),
        former=tuple(one for one in row.names("former") if plain(one) != plain(name)),
        merged=tuple(one for one in row.names("merged") if plain(one) != plain(name)),
        since=row.day("since"),
        document=row.text("document", most=200),
    )
    row.check()
    if not name:
        raise RowRefused("name", "没有写单位名称。", "There is no name of a unit.")
    if unit_words.is_kind(name):
        raise RowRefused("name", f"“{name}”是单位类别，不是单位名称。", f"{name} is a kind of unit and no unit's name.")
    return read


def _uscc(cell: Cell) -> str:
    code = plain(written(cell)).upper()
    try:
        check_uscc(code)
    except ValidationError as error:
        raise CellUnreadable(
            f"“{code}”不是统一社会信用代码，请对照证书核对 18 位。",
            f"{code!r} is no unified social credit code; check the 18 characters against the certificate.",
        ) from error
    return code


def _order(cell: Cell) -> int:
    text = plain(written(cell))
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST):
        raise CellUnreadable(f"“{text}”不是排序号，请写 1 到 {LAST}。", f"{text!r} is no place; write 1 to {LAST}.")
    return int(text)


def _place(cell: Cell) -> int | None:
    text = plain(written(cell))
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= LAST else None


class UnitRoster:
    """An import of units; ``since`` is the first day of new ones and of changes for which a row names no day."""

    headings = UNITS

    def __init__(self, body: Body, *, since: date | None) -> None:
        self.body = body
        self.since = since
        self.today = clock.today()
        self.seen: dict[str, tuple[UnitRow, Words]] = {}
        self.forget()

    def forget(self) -> None:
        """Read units, their former names and their mergers again."""
        self.known = KnownUnits(self.body, self.today)
        self.former: dict[int, set[str]] = {}
        names = OrganisationName.objects.of_body(self.body).values_list("organisation_id", "name")
        for pk, name in names:
            self.former.setdefault(pk, set()).add(plain(name))
        ended = Organisation.objects.of_body(self.body).filter(until__lte=self.today)
        self.ended = {plain(name) for name in ended.values_list("name", flat=True)}
        steps = OrganisationChangeStep.objects.of_body(self.body).filter(change__kind=ChangeKind.MERGE)
        self.merged = {
            (plain(before), after) for before, after in steps.values_list("before__name", "after_id").iterator()
        }

    def finish(self, report: Report) -> None:
        """Nothing waits for the other rows."""

    def take(self, row: RowReader) -> Outcome:
        """Enter the row's unit, or bring the one we know to what the row says."""
        read = read_unit(row)
        self._check_once(read, row)
        on = read.since or self.since or self.today
        if on > self.today:
            raise RowRefused(
                "since",
                f"{on} 还没有到（今天是 {self.today}），请在那天以后导入。",
                f"{on} is still to come (today is {self.today}); import it from then on.",
            )
        unit = self.known.exact(read.name)
        renamed = None if unit else self._renamed(read)
        merging = [one for one in read.merged if not unit or (plain(one), unit.pk) not in self.merged]
        self._check_merging(merging, read)
        outcome = Outcome.UNCHANGED
        if renamed is not None:
            unit, outcome = self._rename(renamed, read, on), Outcome.CHANGED
        if unit is None:
            unit, outcome = self._create(read), Outcome.CREATED
        elif self._update(unit, read):
            outcome = Outcome.CHANGED
        if self._keep_former(unit, read, row, on) or self._merge(unit, merging, read, on):
            outcome = Outcome.CREATED if outcome is Outcome.CREATED else Outcome.CHANGED
        if unit.status == Status.PROPOSED:
            row.note(
                "kind" if row.row.cells.of("kind") else "name",
                f"看不出“{unit.name}”是哪类单位，先记为待确认，确认前不能交办。请填写类别后再导入，或在单位管理中确认。",
                f"The kind of {unit.name} is not clear; it stays proposed and nothing can be assigned to it. "
                "Fill in 类别 and import again, or confirm it.",
            )
        self.known.add(unit)
        self.seen[plain(read.name)] = (read, row.place)
        return outcome

    def _check_once(self, read: UnitRow, row: RowReader) -> None:
        earlier = self.seen.get(plain(read.name))
        if earlier is not None and _same(earlier[0], read) is False:
            place = earlier[1]
            raise RowRefused(
                "name",
                f"与{place.zh}是同一单位，内容却不同。请核对两行（{row.place.zh}）。",
                f"It is the same unit as {place.en}, with other contents. Compare the two ({row.place.en}).",
            )

    def _renamed(self, read: UnitRow) -> Organisation | None:
        """Return the unit in force that bears a former name of the row's, whose own name nobody bears."""
        found = [unit for unit in map(self.known.exact, read.former) if unit]
        if len(found) > 1:
            names = "、".join(unit.name for unit in found)
            raise RowRefused(
                "former",
                f"曾用名中的{names}都还在；如果是合并，请写在“合并自”一栏。",
                f"{names} all stand; if they merged, write them under 合并自.",
            )
        return found[0] if found else None

    def _check_merging(self, names: list[str], read: UnitRow) -> None:
        wrong = next((one for one in names if one in read.former), None)
        if wrong:
            raise RowRefused(
                "merged",
                f"“{wrong}”同时写在曾用名和合并自两栏，请只留一处。",
                f"{wrong} stands under 曾用名 and 合并自; leave it in one.",
            )
        gone = next((one for one in names if plain(one) in self.ended and not self.known.exact(one)), None)
        if gone:
            raise RowRefused(
                "merged",
                f"“{gone}”早已不在，也不是并入“{read.name}”的；请核对。",
                f"{gone} ended before and did not merge into {read.name}; check it.",
            )

    def _rename(self, unit: Organisation, read: UnitRow, on: date) -> Organisation:
        former = unit.name
        rename_organisation(
            organisation=unit,
            name=read.name,
            short_name=read.short_name,
            on=on,
            document=read.document or NO_DOCUMENT,
        )
        self.former.setdefault(unit.pk, set()).add(plain(former))
        self.known = KnownUnits(self.body, self.today)
        renamed = self.known.units[unit.pk]
        self._update(renamed, read)
        return renamed

    def _create(self, read: UnitRow) -> Organisation:
        kind = read.kind or unit_words.kind_by_name(read.name)
        unit = Organisation(
            body=self.body,
            name=read.name,
            short_name=read.short_name,
            kind=kind or OrganisationKind.OTHER,
            side=read.side or (unit_words.SIDE_OF.get(kind, Side.OTHER) if kind else Side.OTHER),
            uscc=read.uscc,
            official_order=read.order or read.place or LAST,
            status=Status.CONFIRMED if kind else Status.PROPOSED,
            since=read.since or self.since,
        )
        unit.full_clean()
        unit.save()
        return unit

    def _update(self, unit: Organisation, read: UnitRow) -> bool:
        """Bring a unit to what the row says more of it; return whether anything changed."""
        wanted: dict[str, object] = {"short_name": read.short_name, "uscc": read.uscc}
        wanted["official_order"] = read.order or (read.place if unit.official_order == LAST else None)
        kind = read.kind or (unit_words.kind_by_name(unit.name) if unit.status == Status.PROPOSED else None)
        if kind is not None:
            wanted["kind"] = kind
            if unit.status == Status.PROPOSED:
                wanted |= {"status": Status.CONFIRMED, "side": unit_words.SIDE_OF.get(kind, Side.OTHER)}
        if read.side is not None:
            wanted["side"] = read.side
        changed = {name: value for name, value in wanted.items() if value and getattr(unit, name) != value}
        if not changed:
            return False
        for name, value in changed.items():
            setattr(unit, name, value)
        unit.full_clean()
        unit.save(update_fields=list(changed))
        return True

    def _keep_former(self, unit: Organisation, read: UnitRow, row: RowReader, on: date) -> bool:
        """Enter the name the unit bore before, when nobody knows it; what cannot be entered is noted."""
        kept = self.former.setdefault(unit.pk, set())
        kept_now = False
        for name in read.former:
            if plain(name) in kept:
                continue
            other = self.known.exact(name)
            if other is not None:
                row.note(
                    "former",
                    f"“{name}”仍是另一个单位；如果已经并入，请写在“合并自”一栏。",
                    f"{name} is a unit of its own still; if it merged, write it under 合并自.",
                )
            elif kept:
                row.note(
                    "former",
                    f"“{unit.name}”已有一个曾用名，“{name}”没有起止日期，未记入。",
                    f"{unit.name} has a former name already; {name} has no dates and was left out.",
                )
            else:
                OrganisationName.objects.create(organisation=unit, name=name, until=on)
                kept.add(plain(name))
                kept_now = True
        return kept_now

    def _merge(self, unit: Organisation, names: list[str], read: UnitRow, on: date) -> bool:
        """Merge the units that became this one, with their open cases; one that nobody knows is entered as ended."""
        if not names:
            return False
        merged = [self.known.exact(name) or self._ended(name) for name in names]
        merge_units(merged=merged, into=unit, on=on, at=clock.now(), document=read.document or NO_DOCUMENT)
        self.merged |= {(plain(name), unit.pk) for name in names}
        self.known = KnownUnits(self.body, self.today)
        return True

    def _ended(self, name: str) -> Organisation:
        """Enter a unit that ends with the merger written right behind."""
        return Organisation.objects.create(
            body=self.body, name=name, kind=unit_words.kind_by_name(name) or OrganisationKind.OTHER
        )


def _same(one: UnitRow, other: UnitRow) -> bool:
    """Return whether two rows say the same, their place in the list apart."""
    return all(getattr(one, name) == getattr(other, name) for name in UnitRow.__dataclass_fields__ if name != "place")
