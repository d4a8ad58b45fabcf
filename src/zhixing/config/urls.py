"""Every address of the house, room by room."""

from django.urls import include, path

from zhixing.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("zhixing.accounts.urls")),
    path("rules/", include("zhixing.rules.urls")),
    path("", include("zhixing.desk.urls")),
]
