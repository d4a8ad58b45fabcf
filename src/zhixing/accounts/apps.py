"""The floor that knows who is signed in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Register accounts, sign-in attempts and the access log."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
