"""Addresses of the desk and of cases."""

from django.urls import path, re_path

from zhixing.desk.views import (
    acting,
    board,
    bulk,
    cases,
    chosen,
    figures,
    files,
    inbox,
    listing,
    looking,
    merging,
    naming,
    overview,
    phrases,
    review,
    search,
    writing,
)

app_name = "desk"

urlpatterns = [
    path("desk/", inbox.inbox, name="inbox"),
    path("desk/overview/", overview.overview, name="overview"),
    path("desk/figures/", figures.figures, name="figures"),
    path("desk/find/", search.find, name="find"),
    path("desk/settings/", chosen.choices, name="choices"),
    path("desk/settings/<slug:slug>/", chosen.choose, name="choose"),
    path("desk/drafts/", writing.draft_list, name="draft_list"),
    path("desk/drafts/save", writing.draft_save, name="draft_save"),
    path("desk/drafts/upload", writing.draft_upload, name="draft_upload"),
    path("desk/drafts/drop", writing.draft_drop, name="draft_drop"),
    path("desk/accounts/", looking.accounts, name="accounts"),
    path("desk/units/", looking.proposed_units, name="proposed_units"),
    path("desk/publishable/", looking.publishable, name="publishable"),
    path("desk/register/", looking.register, name="register"),
    path("desk/register/verify", looking.verify, name="verify"),
    path("desk/bulk/", bulk.begin, name="bulk_begin"),
    path("desk/bulk/<slug:key>/", bulk.bulk, name="bulk"),
    path("desk/phrases/", phrases.phrase_list, name="phrases"),
    path("desk/proposals/review/", review.review, name="review"),
    path("desk/proposals/merge/", merging.merge_board, name="merge_board"),
    path("desk/proposals/board/", board.board, name="board"),
    path("desk/proposals/board/place", board.place, name="board_place"),
    path("desk/proposals/board/print/", board.board_print, name="board_print"),
    path("desk/<slug:plural>/", listing.case_list, name="case_list"),
    re_path(r"^desk/(?P<plural>[-\w]+)/export\.(?P<ending>xlsx|csv)$", listing.export, name="export"),
    path("desk/<slug:plural>/new/<slug:act>/", acting.open_case, name="open"),
    path("desk/<slug:plural>/new/<slug:act>/names/<str:field>/", naming.for_opening, name="open_names"),
    path("cases/<str:number>/acts/<slug:act>/names/<str:field>/", naming.for_act, name="act_names"),
    path("cases/<str:number>/", cases.case_detail, name="case_detail"),
    path("cases/<str:number>/files/<int:entry>/<slug:field>/<str:digest>/", files.case_file, name="case_file"),
    path("cases/<str:number>/acts/<slug:act>/", acting.case_act, name="case_act"),
]
