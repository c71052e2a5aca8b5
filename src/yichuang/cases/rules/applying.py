"""Who may apply for an item: one rule for the guide, the draft, the window and other systems.

Law: ALL 29, 30 (the item says whom it serves); OBE 40; CIV 162.
"""

from collections.abc import Collection

from yichuang.cases.rules.states import PartyKind
from yichuang.catalogue.rules import ServiceObject
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled


class Hindrance(Labelled):
    """Why somebody may not apply for an item now."""

    CLOSED = "closed", gettext_noop("No applications are taken now")
    NOT_COVERED = "not_covered", gettext_noop("Your mandate does not cover this service")
    FOR_BODIES = "for_bodies", gettext_noop("This service is for enterprises and organisations")
    FOR_PERSONS = "for_persons", gettext_noop("This service is for natural persons")


class PartyPart(Labelled):
    """What is asked of every applicant."""

    NAME = "name", gettext_noop("Name of the applicant")
    IDENTITY_NO = "identity_no", gettext_noop("Identity number or credit code of the applicant")
    PHONE = "phone", gettext_noop("Phone number of the applicant")


def hindrance(
    *, served: Collection[ServiceObject], kind: PartyKind | None, is_open: bool = True, is_covered: bool = True
) -> Hindrance | None:
    """The first reason, None when there is none. An item that does not say whom it serves takes everybody.

    `kind` None: nobody knows yet who will apply; `is_covered`: the applicant himself asks, or an agent whose mandate names
    the item. Whoever has a credit code is a body, of whichever of the kinds that the item names.
    """
    if not is_open:
        return Hindrance.CLOSED
    if not is_covered:
        return Hindrance.NOT_COVERED
    if not served or kind is None:
        return None
    if kind is PartyKind.PERSON:
        return None if ServiceObject.PERSON in served else Hindrance.FOR_BODIES
    return None if set(served) - {ServiceObject.PERSON} else Hindrance.FOR_PERSONS


def not_served(served: Collection[ServiceObject], kind: PartyKind) -> FieldProblem | None:
    """The problem that the item is not for this kind of applicant."""
    found = hindrance(served=served, kind=kind)
    return None if found is None else FieldProblem("party-kind", f"cases.{found.value}", _TEXTS[found], kind.value)


_TEXTS = {
    Hindrance.FOR_BODIES: gettext_noop(
        "This service is for enterprises and organisations. Apply in the name of one, with its credit code."
    ),
    Hindrance.FOR_PERSONS: gettext_noop(
        "This service is for natural persons. Apply in a person's own name, with the person's identity document."
    ),
}
