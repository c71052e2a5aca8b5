"""Answers offered for empty questions, each with where it comes from. Nothing is stored: the applicant saves what he takes.

Law: OSR 7 (what the state knows already is not asked for again); PIPL 6.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yichuang.cases import access
from yichuang.cases.models import Case
from yichuang.cases.rules import FormValue, carry_answers, check_form
from yichuang.cases.rules.asking import NO_ANSWERS
from yichuang.catalogue.queries import get_version
from yichuang.catalogue.rules import FieldKind, ItemContent
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.core.identifiers import identity_no_birth_date
from yichuang.core.labels import Labelled
from yichuang.core.sealed import blind_index
from yichuang.identity.queries import Person, get_person
from yichuang.identity.rules import IdentityType

PERMIT_NUMBER, PERMIT_EXPIRES_ON = "DE.PERMIT.NUMBER", "DE.PERMIT.EXPIRES_ON"
"""The data elements by which items ask for the number of what was granted, and for its last day."""
_OF_GRANT = frozenset({PERMIT_NUMBER, PERMIT_EXPIRES_ON})
_OF_ONE_CASE = frozenset({FieldKind.DATE, FieldKind.LONG_TEXT})


class SourceKind(Labelled):
    """Where an offered answer comes from."""

    ACCOUNT = "account", gettext_noop("From your account")
    CASE = "case", gettext_noop("From an earlier case")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an offered answer comes from; the case and its item are empty for the account."""

    kind: SourceKind
    case_no: str = ""
    item_name: str = ""
    item_name_en: str = ""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """An answer that is offered; it fits its question."""

    value: FormValue
    source: Source


def prefill(
    actor: Actor, content: ItemContent, *, limit: int = 5, form: Mapping[str, FormValue] = NO_ANSWERS, about: str = ""
) -> Mapping[str, Prefilled]:
    """Answers for the questions that `form` leaves empty, by id of the question.

    They come from the account, else by data element from the owner's newest cases (at most `limit`). Where the application is
    `about` what a case granted, they come from the account, that grant and its case alone: another licence of the same holder
    has other premises, another number and another last day. Only an applicant, or an agent within the mandate, is offered
    anything, and only what his own side told before. Two statements at most once the versions of the cases are in this process.
    """
    owner_id = actor.owner_id
    if actor.kind is not ActorKind.APPLICANT or owner_id is None:
        return {}
    person = get_person(owner_id)
    offered: dict[str, Prefilled] = {}
    every_question = content.model_copy(update={"form": _unconditional(content)})
    sources = _of_grant(actor, person, content, about) if about else _of_cases(actor, person, content, limit)
    for source, values in (_account_source(person, content), *sources):
        fitting = check_form(every_question, values)[0]
        for field, value in fitting.items():
            if not form.get(field):
                offered.setdefault(field, Prefilled(value, source))
    return offered


_Source = tuple[Source, Mapping[str, FormValue]]


def _account_source(person: Person, content: ItemContent) -> _Source:
    known = _of_account(person)
    told = {field.id: known[field.element] for field in content.fields if known.get(field.element)}
    return Source(SourceKind.ACCOUNT), told


def _of_cases(actor: Actor, person: Person, content: ItemContent, limit: int) -> Iterator[_Source]:
    """The newest cases. Days and long texts of one case are seldom right for the next one, nor is a permit's number."""
    lasting = {
        field.id for field in content.fields if field.kind not in _OF_ONE_CASE and field.element not in _OF_GRANT
    }
    cases = access.own_cases(actor).filter(identity_index=blind_index(person.identity_no)).order_by("-id")
    for case in cases.only("case_no", "item_name", "version_id", "form")[:limit]:
        source, carried = _carried(case, content)
        yield source, {field: value for field, value in carried.items() if field in lasting}


def _of_grant(actor: Actor, person: Person, content: ItemContent, about: str) -> Iterator[_Source]:
    """The number and the last day of the grant, and the answers by which it was granted. Law: ALL 49, 50."""
    rows = access.own_cases(actor).filter(case_no=about, identity_index=blind_index(person.identity_no))
    for case in rows:
        source, carried = _carried(case, content)
        until = case.valid_until.isoformat() if case.valid_until else ""
        known = {PERMIT_NUMBER: case.certificate_no, PERMIT_EXPIRES_ON: until}
        own = {field.id: known[field.element] for field in content.fields if known.get(field.element)}
        yield source, {**carried, **own}


def _carried(case: Case, content: ItemContent) -> _Source:
    version = get_version(case.version_id)
    source = Source(SourceKind.CASE, case.case_no, case.item_name, version.content.name_en)
    return source, carry_answers(version.content, case.form, content, by_id=False).form


def _of_account(person: Person) -> Mapping[str, str]:
    """What the account tells, by data element."""
    if person.identity_type is IdentityType.CREDIT_CODE:
        return {
            "DE.ORG.NAME": person.name,
            "DE.ORG.CREDIT_CODE": person.identity_no,
            "DE.CONTACT.PHONE": person.phone,
        }
    told = {"DE.PERSON.NAME": person.name, "DE.PERSON.ID_NO": person.identity_no, "DE.PERSON.PHONE": person.phone}
    if person.identity_type is IdentityType.RESIDENT_CARD:
        told["DE.PERSON.BIRTH_DATE"] = identity_no_birth_date(person.identity_no).isoformat()
    return told


def _unconditional(content: ItemContent) -> tuple[object, ...]:
    """The groups with every question asked, so that an answer waits for the one that leads to its question."""
    return tuple(
        group.model_copy(update={"fields": tuple(field.model_copy(update={"when": None}) for field in group.fields)})
        for group in content.form
    )
