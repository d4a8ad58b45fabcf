"""The merge board: comparing proposals, and handing the merges on to be entered one by one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.act_page import Refusal
from zhixing.desk.answering import INVALID, in_words
from zhixing.desk.boards import batches, merging
from zhixing.desk.boards.merging import MergeBoard
from zhixing.desk.speech import say
from zhixing.procedure.facts import Refused


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
@in_words
def merge_board(request: SignedInRequest) -> HttpResponse:
    """Show proposals side by side; go on to the page that enters the merges chosen."""
    board = MergeBoard(request.actor, request.acting_body, clock.today(), request.GET)
    board.check()
    if request.method == "GET":
        return render(request, "desk/boards/merge.html", board.context(board.chosen(None)))
    chosen = board.chosen(request.POST)
    try:
        wanted = board.wanted(chosen)
    except Refused as refused:
        refusal = Refusal(sentence=say(refused.sentence), article=None)
        shown = {**board.context(chosen), "refusal": refusal}
        return render(request, "desk/boards/merge.html", shown, status=INVALID)
    back = request.get_full_path()
    batch = batches.begin(merging.KIND, merging.MERGE, wanted, actor=request.actor, back=back, at=clock.now())
    return redirect("desk:bulk", batch.key)
