"""The assignment board: what stands on it, keeping and taking back choices, handing them on, and the lists on paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.answering import in_words
from zhixing.desk.boards import batches, choosing_units, placings, printing
from zhixing.desk.boards.batches import Wanted
from zhixing.desk.boards.board_page import Board
from zhixing.desk.boards.choosing_units import Chosen
from zhixing.desk.boards.waiting import ASSIGN, KIND, PROPOSE, Waiters, Waiting
from zhixing.desk.speech import joined
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
@in_words
def board(request: SignedInRequest) -> HttpResponse:
    """Show the board; keep what was chosen on it, take it back, or hand it on to be assigned one by one."""
    waiters = _waiters(request)
    if request.method == "GET":
        return render(request, "desk/boards/board.html", Board(waiters, request.GET).context())
    _writing(waiters)
    match request.POST.get("do", ""):
        case "undo":
            return _undo(request, waiters)
        case "assign":
            return _hand_on(request, waiters, ASSIGN)
        case "propose":
            return _hand_on(request, waiters, PROPOSE)
        case _:
            _keep(request, choosing_units.read(request.POST, waiters))
            return redirect(request.get_full_path())


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
@in_words
def place(request: SignedInRequest) -> HttpResponse:
    """Keep a choice as it is made, and answer with its row and what else changed; or open a row. For scripts."""
    waiters, chosen = _waiters(request), Chosen()
    if request.method == "POST":
        _writing(waiters)
        chosen = choosing_units.read(request.POST, waiters)
        if chosen.choices:
            placings.place(request.actor, chosen.choices, at=clock.now())
            waiters = _waiters(request)
    board, number = Board(waiters, request.GET), request.POST.get("row", request.GET.get("row", ""))
    one = next((one for one in waiters.waiting if one.case.number == number), None)
    if one is None:
        raise Refused("unknown", Sentence(NO_SUCH_ROW, number=number))
    shown = {
        "row": board.row(one),
        "writable": board.writable,
        "agreement": board.agreement(),
        "overtaken": bool(chosen.overtaken),
        "form_query": board.form_query,
        "here": board.here,
        **board.sums(),
    }
    return render(request, "desk/boards/board_placed.html", shown)


@require_GET
@signed_in
@in_words
def board_print(request: SignedInRequest) -> HttpResponse:
    """Show the list of each unit, to be printed with a unit on a page: what is chosen, or what has been assigned."""
    return render(request, "desk/boards/board_print.html", printing.context(_waiters(request), request.GET))


def _waiters(request: SignedInRequest) -> Waiters:
    asked = request.GET.get("session", "")
    waiters = Waiters(request.actor, request.acting_body, clock.today(), asked_session=asked)
    waiters.check()
    return waiters


def _writing(waiters: Waiters) -> None:
    """Let only the office that assigns choose."""
    if not waiters.may(ASSIGN):
        act = waiters.adopted.procedure.acts[ASSIGN]
        raise Refused("not_allowed", Sentence(READ_ONLY), act.article)


def _keep(request: SignedInRequest, chosen: Chosen) -> None:
    if chosen.choices:
        placings.place(request.actor, chosen.choices, at=clock.now())
        n = len(chosen.choices)
        messages.success(request, ngettext("%(n)d choice is kept.", "%(n)d choices are kept.", n) % {"n": n})
    for one in chosen.overtaken:
        who = one.placing.person.name if one.placing else ""
        said = _("%(number)s: %(who)s chose something else meanwhile. Your choice was not kept; look at it again.")
        messages.warning(request, said % {"number": one.case.called, "who": who})


def _undo(request: SignedInRequest, waiters: Waiters) -> HttpResponse:
    back = placings.undo(request.actor, [case.number for case in waiters.cases])
    if back:
        named = joined(case.called for case in waiters.cases if case.number in back)
        messages.success(request, _("Taken back: %(numbers)s.") % {"numbers": named})
    else:
        messages.info(request, _("There is nothing of yours to take back."))
    return redirect(request.get_full_path())


def _hand_on(request: SignedInRequest, waiters: Waiters, act: str) -> HttpResponse:
    """Keep what stands in the boxes of the ticked rows, and begin a batch with it."""
    ticked = frozenset(request.POST.getlist("case"))
    everything = bool(request.POST.get("all"))
    if everything:
        ticked |= {one.case.number for one in Board(waiters, request.GET).shown}
    _keep(request, choosing_units.read(request.POST, waiters, decided=ticked))
    fresh = _waiters(request)
    ready = [one for one in fresh.waiting if one.case.number in ticked and one.choice.unit in fresh.known]
    if not ready:
        messages.error(request, _("Tick the proposals first; each of them needs a lead unit."))
        return redirect(request.get_full_path())
    without = len(ticked) - len(ready)
    if without:
        said = ngettext(
            "%(n)d ticked proposal has no lead unit and stays on the board.",
            "%(n)d ticked proposals have no lead unit and stay on the board.",
            without,
        )
        messages.warning(request, said % {"n": without})
    placings.forget_all_but(request.acting_body.pk, _all_waiting(fresh))
    wanted = [Wanted(case=one.case, data=_data(one, act)) for one in ready]
    batch = batches.begin(KIND, act, wanted, actor=request.actor, back=request.get_full_path(), at=clock.now())
    return redirect("desk:bulk", batch.key)


def _data(one: Waiting, act: str) -> dict[str, object]:
    return one.choice.assigned() if act == ASSIGN else one.choice.proposed()


def _all_waiting(waiters: Waiters) -> Sequence[str]:
    """Return the numbers of all cases that wait, in every session."""
    return list(waiters.of_all_sessions.values_list("number", flat=True))


NO_SUCH_ROW = Words(
    "{number} 已不在待交办之列，可能刚被交办。请刷新页面。",
    "{number} does not wait to be assigned any more; somebody may just have done it. Reload the page.",
)
READ_ONLY = Words(
    "拟定承办单位由提案委员会办公室办理。如有不同意见，请登记备注或与该办公室联系。",
    "The proposals committee's office chooses the units. If you think otherwise, enter a note or speak to that office.",
)
