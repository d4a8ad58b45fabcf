"""The offline pages as a Django application."""

from django.apps import AppConfig


class OfflineConfig(AppConfig):
    """Holds no tables: what is kept lies on the reader's own device."""

    name = "zhixing.offline"
    label = "offline"
    verbose_name = "Offline"
