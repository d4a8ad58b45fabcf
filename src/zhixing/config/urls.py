"""Every address of the house, room by room."""

from django.urls import include, path
from django.views.generic import RedirectView

from zhixing.config import health

urlpatterns = [
    # Whoever opens the bare address wants to work, until the portal stands here.
    path("", RedirectView.as_view(pattern_name="desk:inbox"), name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("zhixing.accounts.urls")),
    path("", include("zhixing.notices.urls")),
    path("rules/", include("zhixing.rules.urls")),
    path("help/", include("zhixing.help.urls")),
    path("", include("zhixing.offline.urls")),
    path("", include("zhixing.desk.urls")),
]
