"""Read a committee's overlay, and check that it fits the procedure it lies over. Faults name file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping

from zhixing.procedure.model import ALL_CODES, FLAG, Procedure
from zhixing.procedure.overlay import Overlay, overlaid
from zhixing.procedure.reader import flags_of, list_of
from zhixing.procedure.source import ProcedureError, Source, Table
from zhixing.procedure.used_codes import used_codes
from zhixing.procedure.words import Words

TABLES = ("settings", "lists", "flags")
WHOLE = ("kind", "acts", "states")
"""Any of these makes a file a whole procedure."""
CODE = re.compile(r"[A-Za-z0-9_]+")


def is_overlay(text: str) -> bool:
    """Tell whether a text holds choices to be laid over a procedure, and is no procedure itself.

    Whatever is neither is taken for a procedure; its reader says what is wrong.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return not any(key in values for key in WHOLE) and any(isinstance(values.get(key), dict) for key in TABLES)


def read_overlay(text: str, *, file: str, over: Procedure, also: Mapping[str, Iterable[str]] | None = None) -> Overlay:
    """Return the choices of a text, fitting the procedure they lie over.

    ``also`` are codes, or with ``#`` flags, by list, that others than the procedure count on, such as figures.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault found.
    """
    source = Source(text, file=file)
    source.table().only(*TABLES)
    settings = source.table("settings")
    overlay = Overlay(
        settings={name: _number(settings, name, over) for name in settings.value},
        lists={table.name: list_of(table) for table in source.table("lists").children()},
        flags={table.name: flags_of(table) for table in source.table("flags").children()},
    )
    check = _Fit(source, over, overlay)
    check.lists()
    check.flags()
    for used in (used_codes(over), also or {}):
        for name, codes in used.items():
            check.used(name, codes)
    if source.problems:
        raise ProcedureError(source.problems)
    return overlay


def _number(table: Table, name: str, over: Procedure) -> int:
    value, setting = table.value[name], over.settings.get(name)
    if setting is None:
        table.complain(name, NO_SETTING, name=name, known=", ".join(over.settings) or "-")
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not setting.least <= value <= setting.most:
        table.complain(name, OUT_OF_BOUNDS, title=setting.title, least=setting.least, most=setting.most)
        return setting.value
    return value


class _Fit:
    """Whether an overlay fits; faults are noted at their places."""

    def __init__(self, source: Source, over: Procedure, overlay: Overlay) -> None:
        self.source = source
        self.over = over
        self.overlay = overlay
        self.result = overlaid(over, overlay)
        self.changed = [name for name in over.open_lists if name in overlay.lists or name in overlay.flags]

    def lists(self) -> None:
        for name, codes in self.overlay.lists.items():
            path = ("lists", name)
            if not self._is_open(path, name):
                continue
            if not codes:
                self.source.complain(path, EMPTY, name=name)
            for code in codes:
                if not CODE.fullmatch(code):
                    self.source.complain((*path, code), BAD_CODE, code=code)
            keeps = self.over.open_lists[name].keeps
            stay = self.over.lists[name] if ALL_CODES in keeps else keeps
            gone = [code for code in stay if code not in codes]
            if gone:
                self.source.complain(path, MUST_STAY, name=name, codes=", ".join(gone))

    def flags(self) -> None:
        for name, codes in self.overlay.flags.items():
            if not self._is_open(("flags", name), name):
                continue
            known = {flag for borne in self.over.flags.get(name, {}).values() for flag in borne}
            for code, borne in codes.items():
                path = ("flags", name, code)
                if code not in self.result.lists[name]:
                    self.source.complain(path, NO_CODE, code=code, known=", ".join(self.result.lists[name]))
                for flag in borne:
                    if flag not in known:
                        self.source.complain(path, NO_FLAG, flag=flag, known=", ".join(sorted(known)) or "-")

    def used(self, name: str, codes: Iterable[str]) -> None:
        """Note what others count on and the committee's list has no longer."""
        if name not in self.changed:
            return
        path = ("lists" if name in self.overlay.lists else "flags", name)
        borne = {FLAG + flag for flags in self.result.flags.get(name, {}).values() for flag in flags}
        for code in codes:
            if code.startswith(FLAG) and code not in borne:
                self.source.complain(path, FLAG_USED, name=name, flag=code[1:])
            elif not code.startswith(FLAG) and code not in self.result.lists[name]:
                self.source.complain(path, CODE_USED, name=name, code=code)

    def _is_open(self, path: tuple[str, ...], name: str) -> bool:
        if name in self.over.open_lists:
            return True
        self.source.complain(path, NOT_OPEN, name=name, known=", ".join(self.over.open_lists) or "-")
        return False


NO_SETTING = Words("没有设置项“{name}”。可用：{known}。", "There is no setting {name}. Settings here: {known}.")
OUT_OF_BOUNDS = Words(
    "“{title}”应是 {least} 至 {most} 之间的整数。", "{title} must be a whole number from {least} to {most}."
)
NOT_OPEN = Words(
    "列表“{name}”不能由各政协自定。可自定的：{known}。请删去，或采用整份规程。",
    "The list {name} is not open to a committee's choice. Open lists: {known}. Remove it, or adopt a whole procedure.",
)
EMPTY = Words(
    "列表“{name}”没有选项。请至少写一项，或整表删去。",
    "The list {name} has no choices. Write at least one, or remove the table.",
)
BAD_CODE = Words(
    "代码“{code}”只能用字母、数字和 _；中文写在名称里。",
    "The code {code} may hold letters, digits and _ alone; Chinese belongs into the title.",
)
MUST_STAY = Words(
    "列表“{name}”必须保留这些选项：{codes}。请补上，名称可以另写。",
    "The list {name} must keep these choices: {codes}. Add them; their titles are yours.",
)
NO_CODE = Words("列表没有选项“{code}”。请改用：{known}。", "The list has no choice {code}. Use one of: {known}.")
NO_FLAG = Words("没有标记“{flag}”。可用：{known}。", "There is no flag {flag}. Flags of this list: {known}.")
FLAG_USED = Words(
    "规程或统计要用列表“{name}”中带标记“{flag}”的选项，现在没有。请在 [flags.{name}] 中给至少一个选项这个标记。",
    "The procedure or its figures ask for a choice of {name} with the flag {flag}, and none bears it. "
    "Give it to at least one in [flags.{name}].",
)
CODE_USED = Words(
    "规程或统计要用列表“{name}”的选项“{code}”。请保留这个代码，名称可以另写。",
    "The procedure or its figures ask for the choice {code} of {name}. Keep the code; its title is yours.",
)
