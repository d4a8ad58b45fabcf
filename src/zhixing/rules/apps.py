"""The floor that knows what the rules say."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    """Register the documents of rule with their versions and articles."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.rules"
    label = "rules"
    verbose_name = _("Documents of rule")
