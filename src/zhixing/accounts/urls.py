"""Addresses of signing in and of the switches every page carries."""

from django.urls import path

from zhixing.accounts import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.sign_in, name="sign_in"),
    path("logout/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("committee/", views.choose_body, name="choose_body"),
    path("language/<str:value>/", views.set_language, name="set_language"),
    path("text/<str:value>/", views.set_text_mode, name="set_text_mode"),
    path("contrast/<str:value>/", views.set_contrast, name="set_contrast"),
]
