"""What whoever looks after notices has to look after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.assembly.actors import Actor
from zhixing.cases.duties import Duty
from zhixing.notices.channels import gateways
from zhixing.notices.models import Message
from zhixing.notices.office import looks_after_notices


def notices_to_look_after(actor: Actor, _on: date) -> Iterator[Duty]:
    """Yield what was not delivered, and that no way leads out where none is set up. One query for the office."""
    if not looks_after_notices(actor):
        return
    n = Message.objects.of_body(actor.body_id).undelivered().count()
    sentence = ngettext("%(n)d notice was not delivered", "%(n)d notices were not delivered", n) % {"n": n}
    yield Duty(sentence=sentence, count=n, url=reverse("notices:undelivered"))
    if not gateways():
        sentence = _("Nobody is told outside the inbox yet: no gateway for messages is set up")
        yield Duty(sentence=sentence, count=1, url=reverse("notices:committee"))
