"""Answers that are offered: whose they are, where they come from, and that nothing spreads unasked."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.catalogue import make_content, make_published_item
from yichuang.cases import queries, services
from yichuang.cases.models import Draft
from yichuang.cases.queries import Prefilled, Source, SourceKind
from yichuang.cases.rules import Channel
from yichuang.catalogue.rules import Condition, FieldGroup, FieldKind, FormField, ItemContent
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, Principal
from yichuang.core.clock import today
from yichuang.identity.queries import actor_of, get_person
from yichuang.identity.rules import IdentityType
from yichuang.identity.services import register_applicant

pytestmark = pytest.mark.django_db
K = FieldKind
ACCOUNT = Source(SourceKind.ACCOUNT)


def ask(ident: str, element: str, kind: FieldKind = K.TEXT, **changes: Any) -> FormField:
    """A question."""
    return FormField(id=ident, element=element, label=ident, kind=kind, is_required=False, **changes)


def content(*fields: FormField) -> ItemContent:
    """An item that asks these."""
    return make_content(form=(FieldGroup(title="组", fields=fields),))


PERSON = content(
    ask("who", "DE.PERSON.NAME"),
    ask("id", "DE.PERSON.ID_NO", K.IDENTITY_NO, is_personal=True),
    ask("tel", "DE.PERSON.PHONE", K.PHONE),
    ask("born", "DE.PERSON.BIRTH_DATE", K.DATE),
    ask("address", "DE.PERSON.ADDRESS", K.ADDRESS),
    ask("from", "DE.PERIOD.FROM", K.DATE),
    ask("why", "DE.CANCEL.REASON", K.LONG_TEXT),
)


def earlier(desk: cases.Desk, form: dict[str, str], actor: Actor | None = None) -> str:
    """A case that the desk's clerk filed for the applicant with those answers."""
    submission = cases.submission(desk, form=form, materials={"M1": [], "M2": []})
    if actor is not None:
        submission = replace(submission, party=cases.party_of(actor))
    return services.submit_application(actor=desk.clerk, submission=submission).case_no


def test_what_the_account_knows_is_offered() -> None:
    actor = identity.applicant_actor("张示例")
    assert actor.account_id is not None
    person = get_person(actor.account_id)

    offered = queries.prefill(actor, PERSON)

    assert offered == {
        "who": Prefilled("张示例", ACCOUNT),
        "id": Prefilled(person.identity_no, ACCOUNT),
        "tel": Prefilled(person.phone, ACCOUNT),
        "born": Prefilled(date.fromisoformat(person.identity_no[6:14]).isoformat(), ACCOUNT),
    }


def test_a_body_is_offered_its_name_code_and_number() -> None:
    account_id = register_applicant(
        name="示例食品有限公司",
        identity_type=IdentityType.CREDIT_CODE,
        identity_no=bodies.credit_code(9),
        phone=identity.phone(900),
        password=identity.PASSWORD,
        login="",
    )
    form = content(
        ask("org", "DE.ORG.NAME"),
        ask("code", "DE.ORG.CREDIT_CODE", K.CREDIT_CODE),
        ask("tel", "DE.CONTACT.PHONE", K.PHONE),
        ask("who", "DE.PERSON.NAME"),
    )

    offered = queries.prefill(actor_of(account_id, today()), form)

    assert {field: one.value for field, one in offered.items()} == {
        "org": "示例食品有限公司",
        "code": bodies.credit_code(9),
        "tel": identity.phone(900),
    }


def test_the_newest_case_that_knows_an_element_is_offered_with_its_number() -> None:
    desk = cases.make_desk(PERSON)
    old = earlier(desk, {"address": "示例路1号", "why": "停业", "from": "2026-03-01"})
    new = earlier(desk, {"who": "张示例"})
    form = content(ask("place", "DE.PERSON.ADDRESS", K.ADDRESS), ask("reason", "DE.CANCEL.REASON", K.LONG_TEXT))

    offered = queries.prefill(desk.applicant, form)

    source = Source(SourceKind.CASE, old, "食品经营许可", "Food business licence")
    assert offered == {"place": Prefilled("示例路1号", source)}
    assert queries.prefill(desk.applicant, form, limit=1) == {}
    assert new != old


def test_an_answer_that_is_there_is_not_offered_another() -> None:
    actor = identity.applicant_actor("张示例")

    assert set(queries.prefill(actor, PERSON, form={"who": "张三", "tel": ""})) == {"id", "tel", "born"}


def test_what_does_not_fit_the_question_is_not_offered() -> None:
    actor = identity.applicant_actor("张示例")

    assert queries.prefill(actor, content(ask("who", "DE.PERSON.NAME", K.NUMBER))) == {}
    assert queries.prefill(actor, content(ask("who", "DE.PERSON.NAME", max_length=2))) == {}


def test_a_question_that_is_not_asked_yet_has_its_answer_ready() -> None:
    actor = identity.applicant_actor("张示例")
    when = Condition(field="self", any_of=("yes",))
    form = content(ask("self", "E.SELF", K.YES_NO), ask("who", "DE.PERSON.NAME", when=when))

    assert set(queries.prefill(actor, form)) == {"who"}


def test_cases_of_others_are_never_offered() -> None:
    desk = cases.make_desk(PERSON)
    other = identity.applicant_actor("李示例")
    earlier(desk, {"address": "示例路1号"}, other)
    form = content(ask("place", "DE.PERSON.ADDRESS", K.ADDRESS))

    assert queries.prefill(desk.applicant, form) == {}
    assert set(queries.prefill(other, form)) == {"place"}
    for actor in (desk.clerk, ANONYMOUS, SYSTEM):
        assert queries.prefill(actor, form) == {}


def test_an_agent_is_offered_what_the_mandate_covers() -> None:
    desk = cases.make_desk(PERSON)
    earlier(desk, {"address": "示例路1号"})
    agent = identity.applicant_actor("李代理")
    assert desk.applicant.account_id is not None
    form = content(ask("who", "DE.PERSON.NAME"), ask("place", "DE.PERSON.ADDRESS", K.ADDRESS))

    def offered(*codes: str) -> dict[str, Any]:
        principal = Principal(desk.applicant.account_id or 0, "张示例", 7, frozenset(codes))
        found = queries.prefill(replace(agent, acting_for=principal), form)
        return {field: one.value for field, one in found.items()}

    assert offered("A1") == {"who": "张示例", "place": "示例路1号"}
    assert offered("OTHER") == {"who": "张示例"}


def test_offering_stores_nothing() -> None:
    desk = cases.make_desk(PERSON)
    earlier(desk, {"address": "示例路1号"})
    key = services.start_draft(
        actor=desk.applicant, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE
    )

    queries.prefill(desk.applicant, PERSON)

    assert Draft.objects.get(key=key).form == {}


def test_offering_takes_two_statements_besides_the_versions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk = cases.make_desk(PERSON)
    form = make_published_item("A2", PERSON, desk.organisation_id).content

    with django_assert_num_queries(2):
        queries.prefill(desk.applicant, form)
    earlier(desk, {"address": "示例路1号"})
    with django_assert_num_queries(3):  # the version is read again until its transaction is committed
        queries.prefill(desk.applicant, form)
