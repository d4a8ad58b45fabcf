"""Giving out a file that an entry of a case names, to those who may read the field that names it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, BinaryIO

from csp.constants import HEADER
from django.http import FileResponse, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.access_log import note_access
from zhixing.accounts.requests import SignedInRequest, client_address
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.cases import reading
from zhixing.cases.access import visible_case
from zhixing.cases.models import Case
from zhixing.desk.answering import in_words
from zhixing.files import blobs
from zhixing.files.formats import INLINE
from zhixing.files.naming import files_in
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words

log = logging.getLogger(__name__)
POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A file may show itself and nothing else: no script, no frame. The styles are those of the browser's own viewers; no
format shown in place has any of its own."""


@require_GET
@never_cache
@signed_in
@in_words
def case_file(request: SignedInRequest, number: str, entry: int, field: str, digest: str) -> HttpResponse:
    """Give out a file, and note who took it."""
    case = visible_case(number, request.actor)
    named = _named(case, request.actor, entry=entry, field=field, digest=digest)
    content = _opened(named)
    note_access(
        actor=request.actor,
        what="file",
        subject=f"{case.number} {entry} {field} {digest[:16]}",
        at=clock.now(),
        address=client_address(request),
    )
    kind = str(named["type"])
    given = FileResponse(content, as_attachment=kind not in INLINE, filename=named["name"], content_type=kind)
    given["X-Content-Type-Options"] = "nosniff"
    given[HEADER] = POLICY
    return given  # type: ignore[return-value]  # a streamed answer is no HttpResponse, and every caller takes it


def _named(case: Case, actor: Actor, *, entry: int, field: str, digest: str) -> Mapping[str, Any]:
    """Return what an entry records of a file; one that is absent and one in a closed field are refused alike."""
    for view in reading.timeline(case, actor):
        for value in view.values if view.number == entry else ():
            for one in files_in(value.raw) if value.name == field else ():
                if one["digest"] == digest:
                    return one
    raise Refused("unknown", Sentence(NO_SUCH_FILE))


def _opened(named: Mapping[str, Any]) -> BinaryIO:
    try:
        return blobs.place(str(named["digest"])).open("rb")
    except FileNotFoundError as error:
        log.exception("a file that the register names is missing: %s", named["digest"])
        raise Refused("unknown", Sentence(LOST, name=str(named["name"]))) from error


NO_SUCH_FILE = Words(
    "没有找到这个文件，或您无权查看。请从案件页面打开附件。",
    "There is no such file that you may read. Open it from the page of its case.",
)
LOST = Words(
    "“{name}”不在文件库中。请联系系统管理员核对备份。",
    "{name} is missing from the store. Ask the administrator to look for it in a backup.",
)
