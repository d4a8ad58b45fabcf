"""Addresses of the rules register."""

from django.urls import path

from zhixing.rules import views

app_name = "rules"

urlpatterns = [
    path("", views.document_list, name="document_list"),
    path("<slug:slug>/", views.document_detail, name="document_detail"),
]
