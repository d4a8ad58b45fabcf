"""What stands below a field of a form: the procedure's own help, its bounds, and when it is wanted after all."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhixing.cases.adopting import Adopted
from zhixing.desk.names import Names, Window
from zhixing.desk.speech import joined, say
from zhixing.procedure.conditions import coded, fields_called
from zhixing.procedure.fields import choices_of
from zhixing.procedure.model import Field

BOUNDS = ("min", "max")


def bounds_of(adopted: Adopted, one: Field) -> dict[str, int]:
    """Return the least and the most of a field, as far as it has them."""
    numbers = dict(zip(BOUNDS, (one.least, one.most), strict=True))
    return {
        name: adopted.procedure.number(number, adopted.settings)
        for name, number in numbers.items()
        if number is not None
    }


def help_of(adopted: Adopted, one: Field, names: Names, *, beside: Mapping[str, Field] | None = None) -> str:
    """Return the procedure's own help, how much may be written, and when an optional field is wanted after all.

    ``beside`` are the fields that stand next to it in the same act or row, whose titles the reader has before them.
    """
    parts = [say(one.help)] if one.help else []
    if one.type in {"text", "prose"}:
        parts.append(_length(bounds_of(adopted, one)))
    if one.type == "integer" and not one.entry_of:
        parts.append(_range(bounds_of(adopted, one)))
    if one.required_when:
        parts.append(_("Wanted when %(when)s.") % {"when": joined(_conditions(adopted, one, beside or {}))})
    if one.type == "rows":
        parts.append(_("A row that is left empty does not count."))
    if one.window and names.window.open is False:
        parts.append(_window(adopted, one, names.window))
    return " ".join(part for part in parts if part)


def _window(adopted: Adopted, one: Field, window: Window) -> str:
    """Return until when what is not offered could be chosen, or from when it can be."""
    title = say(choices_of(adopted.procedure, one)[one.window])
    if window.opens is not None:
        return _("“%(choice)s” can be chosen from %(day)s.") % {"choice": title, "day": window.opens.isoformat()}
    closed = window.closed.isoformat() if window.closed else ""
    return _("“%(choice)s” could be chosen until %(day)s.") % {"choice": title, "day": closed}


def _length(bounds: Mapping[str, int]) -> str:
    least, most = bounds.get("min", 0), bounds.get("max")
    if most is None:
        return _("At least %(least)d characters.") % {"least": least} if least > 1 else ""
    if least > 1:
        return _("%(least)d to %(most)d characters.") % {"least": least, "most": most}
    return _("At most %(most)d characters.") % {"most": most}


def _range(bounds: Mapping[str, int]) -> str:
    """Return between which numbers a number lies, where it has both bounds."""
    if len(bounds) < len(BOUNDS):
        return ""
    return _("From %(least)d to %(most)d.") % {"least": bounds["min"], "most": bounds["max"]}


def _conditions(adopted: Adopted, one: Field, beside: Mapping[str, Field]) -> list[str]:
    """Return what an optional field's being wanted depends on, in words: 办理结果为“B 正在解决”."""
    procedure = adopted.procedure
    spoken = []
    for name, value in one.required_when.items():
        other = beside.get(name) or next(iter(fields_called(procedure, name)), None)
        titles = choices_of(procedure, other) if other and other.type == "choice" else {}
        codes = coded(procedure, name, value)
        said = [say(titles[code]) if code in titles else code for code in codes]
        spoken.append(
            _("%(field)s is %(values)s")
            % {
                "field": say(other.title) if other else name,
                "values": _(" or ").join(_("“%(value)s”") % {"value": one} for one in said),
            }
        )
    return spoken
