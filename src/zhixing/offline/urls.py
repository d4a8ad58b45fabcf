"""Addresses a browser asks for by itself."""

from django.urls import path

from zhixing.offline import views

app_name = "offline"

urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.absent, name="absent"),
]
