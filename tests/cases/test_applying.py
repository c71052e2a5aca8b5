"""Who may apply for an item."""

import uuid
from dataclasses import replace

import pytest

from tests.support import cases, catalogue, identity
from tests.support import organisations as bodies
from yichuang.cases import services
from yichuang.cases.errors import FormInvalidError, NotServedError
from yichuang.cases.queries import get_case_view, hindrance_of
from yichuang.cases.rules import Act, Channel, Hindrance, PartyKind, State, hindrance
from yichuang.cases.services import Party
from yichuang.catalogue.rules import Material, ServiceObject, SourceChannel
from yichuang.core.actor import ANONYMOUS, Actor, Principal
from yichuang.core.clock import today
from yichuang.documents.models import Paper
from yichuang.identity.queries import actor_of
from yichuang.identity.rules import IdentityType
from yichuang.identity.services import register_applicant

PERSON, ENTERPRISE, SOCIETY = ServiceObject.PERSON, ServiceObject.ENTERPRISE, ServiceObject.SOCIAL_ORGANISATION
EXAMPLES = [
    # whom the item serves, who asks, is it open, does the mandate cover it: what stands against it
    ((), PartyKind.PERSON, True, True, None),
    ((), PartyKind.ENTERPRISE, True, True, None),
    ((PERSON,), PartyKind.PERSON, True, True, None),
    ((PERSON,), PartyKind.ENTERPRISE, True, True, Hindrance.FOR_PERSONS),
    ((ENTERPRISE,), PartyKind.PERSON, True, True, Hindrance.FOR_BODIES),
    ((ENTERPRISE,), PartyKind.ENTERPRISE, True, True, None),
    ((SOCIETY,), PartyKind.ENTERPRISE, True, True, None),
    ((PERSON, ENTERPRISE), PartyKind.PERSON, True, True, None),
    ((PERSON, ENTERPRISE), PartyKind.ENTERPRISE, True, True, None),
    ((ENTERPRISE,), None, True, True, None),
    ((PERSON,), PartyKind.PERSON, True, False, Hindrance.NOT_COVERED),
    ((ENTERPRISE,), PartyKind.PERSON, True, False, Hindrance.NOT_COVERED),
    ((PERSON,), PartyKind.PERSON, False, True, Hindrance.CLOSED),
    ((), None, False, False, Hindrance.CLOSED),
]


@pytest.mark.parametrize(("served", "kind", "is_open", "is_covered", "expected"), EXAMPLES)
def test_what_stands_against_an_application(
    served: tuple[ServiceObject, ...],
    kind: PartyKind | None,
    is_open: bool,
    is_covered: bool,
    expected: Hindrance | None,
) -> None:
    assert hindrance(served=served, kind=kind, is_open=is_open, is_covered=is_covered) is expected


def company() -> Actor:
    """A new enterprise with an account."""
    account_id = register_applicant(
        name="示例区某某食品有限公司",
        identity_type=IdentityType.CREDIT_CODE,
        identity_no=bodies.credit_code(532),
        phone=identity.phone(532),
        password=identity.PASSWORD,
    )
    return actor_of(account_id, on=today())


@pytest.mark.django_db
def test_the_account_and_whom_it_acts_for_decide_online() -> None:
    desk = cases.make_desk(catalogue.make_content(service_objects=(ENTERPRISE,)))
    body, person = company(), desk.applicant
    agent = replace(person, acting_for=Principal(body.account_id or 0, body.name, 7))
    elsewhere = replace(person, acting_for=Principal(body.account_id or 0, body.name, 7, frozenset({"B2"})))

    readers = [person, body, agent, elsewhere, ANONYMOUS, desk.clerk]
    found = [hindrance_of(one, desk.version) for one in readers]

    assert found == [Hindrance.FOR_BODIES, None, None, Hindrance.NOT_COVERED, None, None]
    assert hindrance_of(ANONYMOUS, desk.version, is_open=False) is Hindrance.CLOSED


@pytest.mark.django_db
def test_a_person_begins_no_draft_for_an_item_of_enterprises() -> None:
    desk = cases.make_desk(catalogue.make_content(service_objects=(ENTERPRISE,)))

    with pytest.raises(NotServedError) as refusal:
        services.start_draft(actor=desk.applicant, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE)

    assert refusal.value.details == {"item": "食品经营许可", "reason": Hindrance.FOR_BODIES}
    body = company()
    key = uuid.uuid4()
    assert services.start_draft(actor=body, key=key, version_id=desk.version.id, channel=Channel.ONLINE) == key


@pytest.mark.django_db
def test_the_window_takes_no_person_for_an_item_of_enterprises() -> None:
    desk = cases.make_desk(catalogue.make_content(service_objects=(ENTERPRISE,)))

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=desk.clerk, submission=cases.submission(desk))

    assert [(one.field, one.code) for one in refusal.value.problems] == [("party-kind", "cases.for_bodies")]
    body = Party(PartyKind.ENTERPRISE, "某某公司", IdentityType.CREDIT_CODE, bodies.credit_code(77), identity.phone(77))
    done = services.submit_application(actor=desk.clerk, submission=cases.submission(desk, party=body))
    assert done.seq == 1


@pytest.mark.django_db
def test_the_window_takes_no_enterprise_for_an_item_of_persons() -> None:
    desk = cases.make_desk(catalogue.make_content(service_objects=(PERSON,)))
    body = Party(PartyKind.ENTERPRISE, "某某公司", IdentityType.CREDIT_CODE, bodies.credit_code(77), identity.phone(77))

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=desk.clerk, submission=cases.submission(desk, party=body))

    assert [(one.field, one.code) for one in refusal.value.problems] == [("party-kind", "cases.for_persons")]


@pytest.mark.django_db
def test_the_form_made_from_the_answers_stands_on_the_receipt() -> None:
    made = Material(code="M1", name="食品经营许可申请书", source=SourceChannel.ANSWERS)
    desk = cases.make_desk(catalogue.make_content(materials=(made, Material(code="M2", name="平面图"))))

    case_no = services.submit_application(
        actor=desk.clerk, submission=cases.submission(desk, materials={"M2": []})
    ).case_no
    cases.do(desk, Act.RECEIVE, case_no)

    view = get_case_view(desk.clerk, case_no)
    first = view.materials[0]
    assert (first.is_made, first.is_given, first.is_required) == (True, False, False)
    lines = Paper.objects.get(pk=view.papers[0].id).data["materials"]
    assert [(one["name"], one["copies"], one["form"]) for one in lines] == [
        ("平面图", 1, "纸质件"),
        ("食品经营许可申请书", 1, "按填报内容生成"),
    ]
    assert services.accept_case(actor=desk.clerk, case_no=case_no).state is State.ACCEPTED
