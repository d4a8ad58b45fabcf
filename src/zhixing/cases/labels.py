"""What things are called on pages: a sentence in the reader's language, or one that is translated when it is shown."""

from __future__ import annotations

from django.utils.functional import Promise

Label = str | Promise
