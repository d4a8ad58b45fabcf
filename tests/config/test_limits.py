from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings as DjangoSettings

from zhixing.config.limits import BodyLimitMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return BodyLimitMiddleware(lambda _request: HttpResponse("taken"))(request)


def test_body_up_to_the_limit_is_taken(rf: RequestFactory, settings: DjangoSettings) -> None:
    settings.ZHIXING_MAX_BODY = 2**20

    assert answer(rf.post("/", b"x" * 2**20, content_type="text/plain")).content == b"taken"
    assert answer(rf.get("/")).content == b"taken"


def test_larger_body_is_refused_unread_with_a_sentence(rf: RequestFactory, settings: DjangoSettings) -> None:
    settings.ZHIXING_MAX_BODY = 2**20
    request = rf.post("/", b"x" * (2**20 + 1), content_type="text/plain")

    response = answer(request)

    assert response.status_code == 413
    assert "1 MB" in response.content.decode()
    assert len(request.META["wsgi.input"].read()) == 2**20 + 1


def test_body_of_unclear_length_is_refused(rf: RequestFactory) -> None:
    assert answer(rf.get("/", CONTENT_LENGTH="-1")).status_code == 413
