"""Fixed word lists of the rules register 制度库: what a document is about, how strong it is, and where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """What a document of rule is about."""

    ORGANISATION = "organisation", pgettext_lazy("what a rule is about", "Organisation")
    MEETING = "meeting", pgettext_lazy("what a rule is about", "Meetings")
    PROPOSALS = "proposals", pgettext_lazy("what a rule is about", "Proposals")
    CONSULTATION = "consultation", pgettext_lazy("what a rule is about", "Consultation")
    MEMBERS = "members", pgettext_lazy("what a rule is about", "Members")
    RESEARCH = "research", pgettext_lazy("what a rule is about", "Research")
    OFFICE = "office", pgettext_lazy("what a rule is about", "Office")
    PARTY_BUILDING = "party_building", pgettext_lazy("what a rule is about", "Party building")


class Strength(models.TextChoices):
    """The strength of a document, which its title ends with; the first are the strongest."""

    CHARTER = "charter", pgettext_lazy("strength of a rule", "Charter")
    REGULATIONS = "regulations", pgettext_lazy("strength of a rule", "Regulations")
    RULES = "rules", pgettext_lazy("strength of a rule", "Rules")
    MEASURES = "measures", pgettext_lazy("strength of a rule", "Measures")
    DETAILED_RULES = "detailed_rules", pgettext_lazy("strength of a rule", "Detailed rules")
    OPINIONS = "opinions", pgettext_lazy("strength of a rule", "Opinions")
    SYSTEM = "system", pgettext_lazy("strength of a rule", "Standing arrangement")
    PROVISIONS = "provisions", pgettext_lazy("strength of a rule", "Provisions")


ENDINGS = {
    "章程": Strength.CHARTER,
    "条例": Strength.REGULATIONS,
    "细则": Strength.DETAILED_RULES,
    "规则": Strength.RULES,
    "办法": Strength.MEASURES,
    "意见": Strength.OPINIONS,
    "制度": Strength.SYSTEM,
    "规定": Strength.PROVISIONS,
}
"""How a Chinese title ends, and the strength that says."""


class DocumentStatus(models.TextChoices):
    """Where a document of rule stands."""

    DRAFT = "draft", pgettext_lazy("status of a rule", "Draft")
    TRIAL = "trial", pgettext_lazy("status of a rule", "On trial")
    IN_FORCE = "in_force", pgettext_lazy("status of a rule", "In force")
    AMENDED = "amended", pgettext_lazy("status of a rule", "Amended")
    ABOLISHED = "abolished", pgettext_lazy("status of a rule", "Abolished")
