from django.test import RequestFactory
from django.utils import translation

from zhixing.common.context import CONTRAST_COOKIE, MODE_COOKIE, Ui, page


def test_the_page_follows_the_readers_cookies() -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {MODE_COOKIE: "elder", CONTRAST_COOKIE: "high"}

    with translation.override("en"):
        assert page(request) == {"ui": Ui(mode="elder", contrast="high", language="en")}


def test_a_cookie_with_anything_else_is_not_believed() -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {MODE_COOKIE: '"><script>', CONTRAST_COOKIE: "low"}

    with translation.override(None):
        assert page(request) == {"ui": Ui()}
