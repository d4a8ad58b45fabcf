"""Removing what was handed in and never named by an act. Safe to run twice and safe to miss days."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from zhixing.files import blobs
from zhixing.files.models import StoredFile, Upload
from zhixing.files.naming import remove_unnamed

ABANDONED = 24 * 60 * 60
"""Seconds after which a writing that did not end will never end."""


def sweep(at: datetime) -> int:
    """Remove the files that have waited too long for an act, and return how many there were."""
    over = at - timedelta(days=settings.ZHIXING_FILE_DAYS)
    Upload.objects.filter(at__lt=over).delete()
    waiting = StoredFile.objects.filter(named=False).exclude(Exists(Upload.objects.filter(file=OuterRef("pk"))))
    removed = sum(remove_unnamed(digest) for digest in waiting.values_list("digest", flat=True))
    for path in blobs.abandoned(time.time() - ABANDONED):
        path.unlink(missing_ok=True)
    return removed
