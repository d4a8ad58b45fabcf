"""The floor of the register."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class RegisterConfig(AppConfig):
    """Register the entries, and put the database's own protection back after every migration."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.register"
    label = "register"
    verbose_name = _("Register")

    @override
    def ready(self) -> None:
        """Install triggers after migrations: SQLite drops them whenever it rebuilds a table."""
        from zhixing.register import checks  # noqa: F401, PLC0415 - registers the system check
        from zhixing.register.protection import install_after_migration  # noqa: PLC0415 - needs loaded models

        post_migrate.connect(install_after_migration, sender=self, dispatch_uid="zhixing.register.protection")
