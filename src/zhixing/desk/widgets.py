"""The controls of a form that Django does not have: rows, and the numbers of cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from typing_extensions import override

BETWEEN = re.compile(r"[\s,，、;；]+")
"""What stands between the numbers of several cases."""
EMPTY: tuple[Any, ...] = ("", None, [], False)


class CaseInput(forms.TextInput):
    """A line for the number of a case, with those offered."""

    template_name = "desk/widgets/case.html"

    def __init__(self, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__({"autocomplete": "off"})
        self.offered = offered

    @override
    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        listed = f"{context['widget']['attrs'].get('id', name)}-offered"
        context["widget"]["attrs"]["list"] = listed
        return context | {"offered": self.offered, "listed": listed}


class CasesInput(forms.Widget):
    """A line for the numbers of several cases, and those offered to be ticked; both are sent under one name."""

    template_name = "desk/widgets/cases.html"

    def __init__(self, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.offered = offered

    @override
    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        wanted = [value] if isinstance(value, str) else list(value or [])
        known = {number for number, _title in self.offered}
        rows = [{"number": number, "title": title, "ticked": number in wanted} for number, title in self.offered]
        rows.sort(key=lambda row: not row["ticked"])  # what is chosen is seen without searching for it
        others = "、".join(one for one in wanted if one not in known)
        return context | {"rows": rows, "others": others, "any": any(row["ticked"] for row in rows)}

    @override
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        parts = [part for one in sent for part in BETWEEN.split(one) if part]
        return list(dict.fromkeys(parts))


class Given(forms.HiddenInput):
    """A text that stands there to be read and is sent along."""

    template_name = "desk/widgets/given.html"

    @property
    @override
    def is_hidden(self) -> bool:
        return False


class Rows(forms.Widget):
    """Rows of controls, sent as ``name-0-column``; rows in which nothing stands are left out."""

    use_fieldset = True

    def __init__(self, row_form: type[forms.Form]) -> None:
        super().__init__()
        self.row_form = row_form

    @override
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        rows = []
        for place in sorted(self.places(data, name)):
            form = self.row_form(data, prefix=f"{name}-{place}")
            row = {column: form[column].data for column in form.fields}
            if any(value not in EMPTY for value in row.values()):
                rows.append(row)
        return rows

    @staticmethod
    def places(data: Mapping[str, Any], name: str) -> set[int]:
        """Return the places of the rows that were sent, filled or not."""
        sent = (re.match(rf"{re.escape(name)}-(\d{{1,3}})-", key) for key in data)
        return {int(found[1]) for found in sent if found}
