"""Addresses of notices: one's own choice, and what the office looks after."""

from django.urls import path

from zhixing.notices import views

app_name = "notices"

urlpatterns = [
    path("account/notices/", views.own, name="own"),
    path("office/notices/", views.undelivered, name="undelivered"),
    path("office/notices/default/", views.committee, name="committee"),
    path("office/notices/<int:pk>/again/", views.try_again, name="try_again"),
    path("office/notices/<int:pk>/noted/", views.note, name="note"),
]
