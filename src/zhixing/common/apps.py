"""The Django app of the page furniture."""

from __future__ import annotations

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Base template, components, template tags and stylesheet."""

    name = "zhixing.common"
    label = "common"
