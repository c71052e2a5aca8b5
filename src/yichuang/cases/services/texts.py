"""Standard texts: wordings that an organisation or the whole centre keeps for its clerks and officials."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from yichuang.cases.errors import TextInvalidError, TextNotFoundError, TextTitleTakenError
from yichuang.cases.models import StandardText
from yichuang.cases.rules import TextKind
from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.rights import Right

TITLE_MAX = 60
TEXT_MAX = 2000


@transaction.atomic
def save_text(
    *, actor: Actor, organisation_id: int | None, kind: TextKind, title: str, text: str, text_id: int | None = None
) -> int:
    """The text can be picked; a new one without `text_id`. `organisation_id` None: by the whole centre.

    A retired text of the same title comes back with the new wording. Organisation and kind of a text stay what they were.

    Raises:
        RightMissingError, SignInRequiredError: the actor may not keep texts there.
        TextInvalidError: title or wording is empty or too long.
        TextNotFoundError: there is none with that id.
        TextTitleTakenError: another text in use has the title.
    """
    old = None if text_id is None else _kept(actor, text_id)
    if old is None:
        _may_keep(actor, organisation_id)
    else:
        organisation_id, kind = old.organisation_id, TextKind(old.kind)
    title, text = _checked(title, text)
    rival = _named(organisation_id, kind, title).exclude(pk=text_id or 0).first()
    if rival is not None and (rival.is_active or old is not None):
        raise TextTitleTakenError(title=title)
    row = old or rival
    if row is None:
        return _new(organisation_id, kind, title, text)
    row.title, row.text, row.is_active = title, text, True
    row.save(update_fields=["title", "text", "is_active"])
    return row.pk


@transaction.atomic
def retire_text(*, actor: Actor, text_id: int) -> None:
    """The text is no longer offered; what was written with it stays.

    Raises:
        RightMissingError, SignInRequiredError: the actor may not keep texts there.
        TextNotFoundError: there is none with that id.
    """
    row = _kept(actor, text_id)
    row.is_active = False
    row.save(update_fields=["is_active"])


def _new(organisation_id: int | None, kind: TextKind, title: str, text: str) -> int:
    row = StandardText(organisation_id=organisation_id, kind=kind.value, title=title, text=text)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # a rival was first
        raise TextTitleTakenError(title=title) from error
    return row.pk


def _named(organisation_id: int | None, kind: TextKind, title: str) -> QuerySet[StandardText]:
    """The text of that title, locked."""
    rows = StandardText.objects.select_for_update().filter(kind=kind.value, title=title)
    if organisation_id is None:
        return rows.filter(organisation_id__isnull=True)
    return rows.filter(organisation_id=organisation_id)


def _may_keep(actor: Actor, organisation_id: int | None) -> None:
    actor.require(Right.KEEP_TEXTS, organisation_id)
    if organisation_id is None and actor.organisations_for(Right.KEEP_TEXTS) is not None:
        raise RightMissingError(right=Right.KEEP_TEXTS)


def _kept(actor: Actor, text_id: int) -> StandardText:
    actor.require(Right.KEEP_TEXTS)
    row = StandardText.objects.select_for_update().filter(pk=text_id).first()
    if row is None:
        raise TextNotFoundError
    _may_keep(actor, row.organisation_id)
    return row


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = title.strip(), text.strip()
    problems = []
    for field, value, limit in (("title", title, TITLE_MAX), ("text", text, TEXT_MAX)):
        if not value or len(value) > limit or "\x00" in value:
            told = gettext_noop("Write 1 to {limit} characters.")
            problems.append(FieldProblem(field, "cases.text_length", told, value, {"limit": limit}))
    if problems:
        raise TextInvalidError(problems)
    return title, text
