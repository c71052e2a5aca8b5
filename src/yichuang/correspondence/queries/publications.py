"""Questions and answers that the public may read, and finding them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from yichuang.core import clock, search
from yichuang.core.paging import Page, page_of
from yichuang.correspondence.errors import ConsultationNotFoundError
from yichuang.correspondence.models import Consultation
from yichuang.correspondence.queries.paging import instant_and_id
from yichuang.correspondence.rules import normal_no


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """A question and its answer as the public reads them."""

    number: str
    title: str
    question: str
    answer: str
    organisation_id: int
    organisation_name: str
    item_code: str
    item_name: str
    asked_on: date
    published_at: datetime


def list_public_answers(
    text: str = "",
    *,
    item_code: str = "",
    organisation_id: int | None = None,
    cursor: str | None = None,
    size: int = 20,
) -> Page[PublicAnswer]:
    """The published questions that have every part of the text, the newest publication first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = Consultation.objects.filter(is_public=True)
    text = search.normalised(text)[: search.LONGEST_QUERY]
    if text and not search.words(text):
        return Page(())
    if text:
        rows = rows.filter(_condition(text))
    if item_code:
        rows = rows.filter(item_code=item_code)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if cursor:
        at, last_id = instant_and_id(cursor)
        rows = rows.filter(published_at__lte=at).exclude(published_at=at, pk__gte=last_id)
    found = list(_public(rows).order_by("-published_at", "-pk")[: size + 1])
    keys = [(row.published_at.isoformat() if row.published_at else "", row.pk) for row in found]
    return page_of([_public_answer(row) for row in found], size, list(keys))


def get_public_answer(number: str) -> PublicAnswer:
    """The published question with that number.

    Raises:
        ConsultationNotFoundError: there is none, or it is not public.
    """
    row = _public(Consultation.objects.filter(number=normal_no(number), is_public=True)).first()
    if row is None:
        raise ConsultationNotFoundError
    return _public_answer(row)


def _public(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Without what is sealed: the public reads nothing of it."""
    return rows.select_related("organisation").defer("name", "phone", "title", "text")


def _condition(text: str) -> Q:
    # As in the catalogue: the tokens are ours, and are not parsed again by rules that depend on the database's locale.
    found = Func(
        F("search"),
        Value(search.tsquery_literal(text)),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    condition = Q(found)
    for word in search.words(text):
        condition &= Q(search_text__contains=word)
    return condition


def _public_answer(row: Consultation) -> PublicAnswer:
    return PublicAnswer(
        number=row.number,
        title=row.public_title,
        question=row.public_question,
        answer=row.public_answer,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        item_code=row.item_code,
        item_name=row.item_name,
        asked_on=clock.local(row.asked_at).date(),
        published_at=row.published_at or row.asked_at,
    )
