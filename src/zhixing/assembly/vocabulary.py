"""Fixed word lists: levels, sides, kinds of organisation and post, and the national list of political affiliations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """The level of a committee and its government."""

    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    COUNTY = "county", _("County")


class Status(models.TextChoices):
    """Whether someone entitled has confirmed a committee or unit that an import named first."""

    CONFIRMED = "confirmed", _("Confirmed")
    PROPOSED = "proposed", _("Proposed, to be confirmed")


class Side(models.TextChoices):
    """Which of the four sides of local leadership an organisation stands on."""

    PARTY = "party", _("Party committee side")
    GOVERNMENT = "government", _("Government side")
    COURT = "court", _("Court and procuratorate")
    CPPCC = "cppcc", _("CPPCC side")
    OTHER = "other", _("Other side")


class Function(models.TextChoices):
    """What an organisation does for the whole committee; procedures address it by this, not by its name."""

    PROPOSALS_COMMITTEE = "proposals_committee", _("Proposals committee")
    PARTY_SUPERVISION = "party_supervision", _("Party supervision office")
    GOVERNMENT_SUPERVISION = "government_supervision", _("Government supervision office")
    POLICY_RESEARCH = "policy_research", _("Policy research office")
    GENERAL_OFFICE = "general_office", _("General office")


class OrganisationKind(models.TextChoices):
    """Kinds of organisation a committee deals with."""

    COMMITTEE_OFFICE = "committee_office", _("CPPCC leadership or office")
    SPECIAL_COMMITTEE = "special_committee", _("Special committee")
    PARTY_COMMITTEE_DEPARTMENT = "party_committee_department", _("Party committee department")
    GOVERNMENT_DEPARTMENT = "government_department", _("Government department")
    COURT_PROCURATORATE = "court_procuratorate", _("Court or procuratorate")
    DEMOCRATIC_PARTY = "democratic_party", _("Democratic party")
    PEOPLES_ORGANISATION = "peoples_organisation", _("People's organisation")
    TOWNSHIP = "township", _("Township or subdistrict")
    STATIONED_HERE = "stationed_here", _("Unit stationed here")
    PUBLIC_INSTITUTION = "public_institution", _("Public institution")
    ENTERPRISE = "enterprise", _("Enterprise")
    SECTOR_GROUP = "sector_group", _("Sector group")
    OTHER = "other", _("Other organisation")


class PostKind(models.TextChoices):
    """Kinds of post; with the organisation they decide what someone may do. Highest first, as lists show them."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    SECRETARY_GENERAL = "secretary_general", _("Secretary-general")
    HEAD = "head", pgettext_lazy("post", "Head of unit")
    LEADER = "leader", _("Responsible leader of unit")
    DIRECTOR = "director", _("Director")
    SIGNER = "signer", _("Signer for an organisation")
    CONVENER = "convener", _("Convener")
    HIGHER_MEMBER = "higher_member", _("Member of a higher committee")
    CLERK = "clerk", _("Clerk")
    LIAISON = "liaison", _("Liaison")
    HANDLER = "handler", _("Handler")
    EDITOR = "editor", _("Editor")
    SYSADMIN = "sysadmin", _("System administrator")
    SECADMIN = "secadmin", _("Security administrator")
    AUDITOR = "auditor", _("Security auditor")


# Three administrators keep an eye on each other, so nobody is two of them.
SEPARATED_POSTS = (PostKind.SYSADMIN, PostKind.SECADMIN, PostKind.AUDITOR)


class Gender(models.TextChoices):
    """GB/T 2261.1, as far as a member list needs it."""

    FEMALE = "2", _("Female")
    MALE = "1", _("Male")


class PartyAffiliation(models.TextChoices):
    """GB/T 4762: political affiliation."""

    CPC = "01", _("Member of the Communist Party of China")
    CPC_PROBATIONARY = "02", _("Probationary member of the Communist Party of China")
    YOUTH_LEAGUE = "03", _("Member of the Communist Youth League")
    MINGE = "04", _("Member of the Revolutionary Committee of the Kuomintang")
    MINMENG = "05", _("Member of the China Democratic League")
    MINJIAN = "06", _("Member of the China National Democratic Construction Association")
    MINJIN = "07", _("Member of the China Association for Promoting Democracy")
    NONGGONG = "08", _("Member of the Chinese Peasants' and Workers' Democratic Party")
    ZHIGONG = "09", _("Member of the China Zhi Gong Party")
    JIUSAN = "10", _("Member of the Jiusan Society")
    TAIMENG = "11", _("Member of the Taiwan Democratic Self-Government League")
    NONPARTY = "12", _("Personage without party affiliation")
    MASSES = "13", _("No party (general public)")


class ChangeKind(models.TextChoices):
    """How one set of organisations became another."""

    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Renamed")
