"""What a control for names tells the script that finds them while typing (desk/names.js)."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from zhixing.procedure.model import Field


def finding_attributes(one: Field) -> dict[str, str]:
    """Return the attributes of a list of people or units; without the script they say nothing."""
    words = {
        "hint": _("a name, or its first letters in pinyin"),
        "list": _("Names that may be meant"),
        "found": _("{n} found. Choose with the arrow keys and Enter."),
        "none": _("Nobody of this name can be entered here. Check the name."),
        "away": _("Take away"),
        "away_from_server": _("The server cannot be reached. Choose from the list."),
    }
    return {"data-names": one.type, "data-words": json.dumps(words, ensure_ascii=False)}
