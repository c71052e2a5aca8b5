"""Signed-in clients for the pages of officials."""

import uuid
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.test import Client

from tests.support import cases, identity
from tests.support import organisations as bodies
from yichuang.catalogue.rules import ItemContent
from yichuang.core.actor import Actor
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_for(actor: Actor, language: str = "en") -> Client:
    """A client that is signed in as the actor and reads that language."""
    assert actor.account_id is not None
    client = Client(headers={"accept-language": language})
    client.force_login(get_user_model().objects.get(pk=actor.account_id), backend=BACKEND)
    return client


def key() -> str:
    """A fresh key of a form."""
    return str(uuid.uuid4())


@dataclass
class Hall:
    """A desk, everybody at it as a client, and a centre with posts of its own."""

    desk: cases.Desk
    authority_id: int
    clients: dict[str, Client] = field(default_factory=dict)

    def as_(self, name: str) -> Client:
        """The client of somebody of the desk: clerk, reviewer, official, records, applicant."""
        if name not in self.clients:
            self.clients[name] = client_for(getattr(self.desk, name))
        return self.clients[name]

    def staff(self, *roles: Role, in_centre: bool = True, name: str = "") -> Client:
        """A client for somebody new with posts of these roles, in the centre's authority or in the department."""
        place = self.authority_id if in_centre else self.desk.organisation_id
        return client_for(identity.staff_actor(*roles, organisation_id=place, name=name))


def make_hall(content: ItemContent | None = None, *, has_seal: bool = False) -> Hall:
    """A hall with one published item, and with a seal where papers are read."""
    return Hall(
        cases.make_desk(content, has_seal=has_seal), bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    )
