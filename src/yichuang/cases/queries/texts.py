"""Reading standard texts and saved filters."""

from dataclasses import dataclass

from django.db.models import Q

from yichuang.cases.models import SavedFilter, StandardText
from yichuang.cases.rules import TextKind
from yichuang.core.actor import Actor
from yichuang.core.rights import Right

_TEXTS_MAX = 500


@dataclass(frozen=True, slots=True)
class TextView:
    """A wording to pick. `organisation_id` None: the whole centre's."""

    id: int
    organisation_id: int | None
    kind: TextKind
    title: str
    text: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class SavedFilterView:
    """A filter that somebody keeps; `query` belongs behind the question mark of the list's address."""

    id: int
    name: str
    query: str


def list_texts(
    actor: Actor, kind: TextKind | None = None, organisation_id: int | None = None, *, has_retired: bool = False
) -> tuple[TextView, ...]:
    """The texts of the organisation (of all where the actor sees cases, if none is named) and of the centre, by title.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases there.
    """
    actor.require(Right.VIEW_CASES, organisation_id)
    reach = actor.organisations_for(Right.VIEW_CASES)
    rows = StandardText.objects.order_by("kind", "title", "pk")
    if organisation_id is not None:
        rows = rows.filter(Q(organisation_id=organisation_id) | Q(organisation_id=None))
    elif reach is not None:
        rows = rows.filter(Q(organisation_id__in=sorted(reach)) | Q(organisation_id=None))
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if not has_retired:
        rows = rows.filter(is_active=True)
    return tuple(
        TextView(row.pk, row.organisation_id, TextKind(row.kind), row.title, row.text, row.is_active)
        for row in rows[:_TEXTS_MAX]
    )


def list_filters(actor: Actor) -> tuple[SavedFilterView, ...]:
    """The actor's own saved filters by name; none for whoever has no account."""
    if actor.account_id is None:
        return ()
    rows = SavedFilter.objects.filter(account_id=actor.account_id).order_by("name")
    return tuple(SavedFilterView(*row) for row in rows.values_list("pk", "name", "query"))
