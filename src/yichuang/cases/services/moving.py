"""A draft moves to the newest version of its item, and tells what changed."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Draft
from yichuang.cases.rules import Carried, Named, asked_materials, carry_answers, named
from yichuang.cases.services.drafts import open_draft, save
from yichuang.catalogue.queries import VersionView, get_version, published_version
from yichuang.core.actor import Actor


@dataclass(frozen=True, slots=True)
class DraftMoved:
    """Under which version the draft stands now, and what the applicant should look at.

    `is_moved` False: it stood under the newest already. `gone` are questions whose answer has no place any more; `to_check`
    questions whose answer was changed or does not fit; `gone_materials` those for which files or papers were there.
    """

    key: UUID
    version_id: int
    number: int
    revision: int
    is_moved: bool
    new_questions: tuple[Named, ...] = ()
    gone_questions: tuple[Named, ...] = ()
    to_check: tuple[Named, ...] = ()
    new_materials: tuple[Named, ...] = ()
    gone_materials: tuple[Named, ...] = ()


@transaction.atomic
def move_draft(*, actor: Actor, key: UUID) -> DraftMoved:
    """The draft stands under the newest published version, with every answer and file that has a place there.

    Answers stay with their question by its id, else by its data element; choices that are no longer offered are dropped.
    A confirmation given before no longer holds.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        ItemNotOpenError: the item is suspended or cancelled; the draft stays as it was and can be read.
    """
    draft = open_draft(actor, key)
    old = get_version(draft.version_id)
    new = published_version(old.item_code)
    if new.id == old.id:
        return DraftMoved(key, new.id, new.number, draft.revision, is_moved=False)
    carried = carry_answers(old.content, draft.form, new.content)
    kept = {one.code for one in new.content.materials}
    gone = tuple(named(one) for one in old.content.materials if one.code in draft.materials and one.code not in kept)
    draft.version_id, draft.form = new.id, dict(carried.form)
    draft.materials = {code: ids for code, ids in draft.materials.items() if code in kept}
    save(draft, "version")
    return _moved(draft, old, new, carried, gone)


def _moved(draft: Draft, old: VersionView, new: VersionView, carried: Carried, gone: tuple[Named, ...]) -> DraftMoved:
    known = {one.code for one in old.content.materials}
    return DraftMoved(
        key=draft.key,
        version_id=new.id,
        number=new.number,
        revision=draft.revision,
        is_moved=True,
        new_questions=carried.new,
        gone_questions=carried.gone,
        to_check=carried.to_check,
        new_materials=tuple(named(one) for one in asked_materials(new.content, carried.form) if one.code not in known),
        gone_materials=gone,
    )
