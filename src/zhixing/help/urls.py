"""Addresses of the help pages."""

from django.urls import path

from zhixing.help import views

app_name = "help"

urlpatterns = [
    path("", views.own, name="own"),
    path("<slug:slug>/", views.guide, name="guide"),
]
