"""The models of who exists, gathered so that the rest of the house imports them from one place."""

from zhixing.assembly.models.bodies import Body, Session, Term
from zhixing.assembly.models.days import DayOff, MakeUpDay, YearArrangement
from zhixing.assembly.models.organisations import (
    Organisation,
    OrganisationChange,
    OrganisationChangeStep,
    OrganisationName,
)
from zhixing.assembly.models.people import CommitteeMembership, Membership, Person, Post
from zhixing.assembly.models.sectors import BodySector, Sector

__all__ = [
    "Body",
    "BodySector",
    "CommitteeMembership",
    "DayOff",
    "MakeUpDay",
    "Membership",
    "Organisation",
    "OrganisationChange",
    "OrganisationChangeStep",
    "OrganisationName",
    "Person",
    "Post",
    "Sector",
    "Session",
    "Term",
    "YearArrangement",
]
