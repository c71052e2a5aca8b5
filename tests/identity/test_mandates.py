"""Who may act for whom, in what and when; and how that ends."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import catalogue
from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, Principal, SignInRequiredError
from yichuang.core.rights import Role
from yichuang.identity import errors, queries, services
from yichuang.identity.access import find_session
from yichuang.identity.models import Mandate, Throttle
from yichuang.identity.rules import EventKind, IdentityType, MandateState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 25, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 25)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def principal() -> Actor:
    account_id = services.register_applicant(
        name="示例区样例餐饮有限公司",
        identity_type=IdentityType.CREDIT_CODE,
        identity_no=bodies.credit_code(77),
        phone="0990-1234567",
        password=make.PASSWORD,
    )
    return queries.actor_of(account_id, on=TODAY)


@pytest.fixture
def agent() -> Actor:
    return make.applicant_actor("李示例")


def _id(actor: Actor) -> int:
    assert actor.account_id is not None
    return actor.account_id


def _asked(agent: Actor, **changed: Any) -> dict[str, Any]:
    person = queries.get_person(_id(agent))
    asked: dict[str, Any] = {
        "agent_type": IdentityType.RESIDENT_CARD,
        "agent_no": person.identity_no,
        "agent_name": person.name,
        "item_codes": None,
        "valid_from": TODAY,
        "valid_to": TODAY + 30 * DAY,
    }
    return asked | changed


def _events(account_id: int) -> list[EventKind]:
    return [row.kind for row in queries.list_events(account_id=account_id).rows]


def test_an_agent_acts_for_the_principal_on_the_days_of_the_mandate(
    principal: Actor, agent: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent, item_codes=["B-2", "A-1", "B-2"]))

    days = (TODAY - DAY, TODAY, TODAY + 30 * DAY, TODAY + 31 * DAY)
    with django_assert_num_queries(4):
        actors = [queries.actor_of(_id(agent), on=day, mandate_id=mandate) for day in days]

    whom = Principal(_id(principal), "示例区样例餐饮有限公司", mandate, frozenset({"A-1", "B-2"}))
    assert [actor.acting_for for actor in actors] == [None, whom, whom, None]
    assert [actor.owner_id for actor in actors] == [
        agent.account_id,
        principal.account_id,
        principal.account_id,
        agent.account_id,
    ]
    assert {actor.name for actor in actors} == {"李示例"}


def test_giving_is_on_record_for_both(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))

    rows = queries.list_events(subject=f"mandate:{mandate}").rows

    assert [(row.kind, row.account_id, row.actor_id) for row in rows] == [
        (EventKind.MANDATE_GIVEN, agent.account_id, principal.account_id),
        (EventKind.MANDATE_GIVEN, principal.account_id, principal.account_id),
    ]
    assert rows[0].what == "2026-09-25/2026-10-25 *"


def test_nobody_else_acts_with_the_mandate(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    stranger = make.applicant_actor()

    with pytest.raises(errors.MandateOverError):
        services.choose_principal(actor=stranger, mandate_id=mandate)

    assert queries.actor_of(_id(stranger), on=TODAY, mandate_id=mandate).acting_for is None


@pytest.mark.parametrize(
    "changed",
    [
        {"agent_name": "李示"},
        {"agent_no": make.identity_no(998)},
        {"agent_type": IdentityType.HMT_RESIDENCE},
    ],
    ids=["name", "number", "kind"],
)
def test_an_absent_and_a_mismatching_agent_are_answered_alike(
    principal: Actor, agent: Actor, changed: dict[str, Any]
) -> None:
    with pytest.raises(errors.AgentUnknownError) as caught:
        services.give_mandate(actor=principal, **_asked(agent, **changed))

    assert (caught.value.problems, caught.value.details) == ((), {})
    assert Mandate.objects.count() == 0


def test_an_agent_whose_account_is_switched_off_is_not_found(principal: Actor, agent: Actor) -> None:
    asked = _asked(agent)
    services.set_active(actor=SYSTEM, account_id=_id(agent), is_active=False)

    with pytest.raises(errors.AgentUnknownError):
        services.give_mandate(actor=principal, **asked)


def test_looking_for_agents_is_counted_and_told_until_when(principal: Actor, agent: Actor) -> None:
    for _ in range(10):
        with pytest.raises(errors.AgentUnknownError):
            services.give_mandate(actor=principal, **_asked(agent, agent_name="王示例"))

    with pytest.raises(errors.TooOftenError) as caught:
        services.give_mandate(actor=principal, **_asked(agent))

    assert caught.value.details == {"time": "10:00", "seconds": 3600}
    assert Mandate.objects.count() == 0


def test_what_is_wrong_is_told_all_at_once(principal: Actor, agent: Actor) -> None:
    asked = _asked(
        agent,
        agent_no="1",
        item_codes=["<script>"],
        valid_from=TODAY - DAY,
        valid_to=TODAY - 2 * DAY,
    )

    with pytest.raises(errors.MandateError) as caught:
        services.give_mandate(actor=principal, **asked)

    assert [problem.field for problem in caught.value.problems] == ["agent_no", "item_codes", "valid_from", "valid_to"]


def test_a_mandate_goes_to_a_person_and_not_to_oneself(principal: Actor, agent: Actor) -> None:
    with pytest.raises(errors.MandateError) as caught:
        services.give_mandate(
            actor=agent,
            **_asked(agent, agent_type=IdentityType.CREDIT_CODE, agent_no=bodies.credit_code(77)),
        )
    with pytest.raises(errors.OwnAgentError):
        services.give_mandate(actor=agent, **_asked(agent))

    assert [problem.field for problem in caught.value.problems] == ["agent_type"]


def test_only_an_applicant_in_person_gives_a_mandate(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    acting = queries.actor_of(_id(agent), on=TODAY, mandate_id=mandate)
    clerk = make.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation())
    asked = _asked(make.applicant_actor("赵示例"))

    for actor, error in (
        (ANONYMOUS, SignInRequiredError),
        (clerk, errors.ApplicantOnlyError),
        (acting, errors.AgentActsError),
    ):
        with pytest.raises(error):
            services.give_mandate(actor=actor, **asked)

    assert Mandate.objects.count() == 1


def test_the_same_mandate_holds_once(principal: Actor, agent: Actor) -> None:
    first = services.give_mandate(actor=principal, **_asked(agent))

    with pytest.raises(errors.MandateGivenError):
        services.give_mandate(actor=principal, **_asked(agent))
    services.withdraw_mandate(actor=principal, mandate_id=first)
    second = services.give_mandate(actor=principal, **_asked(agent))

    assert [one.mandate_id for one in queries.list_principals(_id(agent), on=TODAY)] == [second]


@pytest.mark.parametrize("by_agent", [False, True])
def test_both_parties_end_a_mandate_at_once(principal: Actor, agent: Actor, by_agent: bool) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    actor = agent if by_agent else principal

    services.withdraw_mandate(actor=actor, mandate_id=mandate)

    assert queries.actor_of(_id(agent), on=TODAY, mandate_id=mandate).acting_for is None
    view = queries.get_mandate(_id(principal), mandate)
    assert (view.state(TODAY), view.is_laid_down) == (MandateState.WITHDRAWN, by_agent)
    kind = EventKind.MANDATE_LAID_DOWN if by_agent else EventKind.MANDATE_WITHDRAWN
    assert _events(_id(principal))[0] == _events(_id(agent))[0] == kind
    with pytest.raises(errors.MandateOverError):
        services.withdraw_mandate(actor=actor, mandate_id=mandate)


def test_nobody_else_sees_or_ends_a_mandate(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    stranger = make.applicant_actor()

    for actor in (stranger, ANONYMOUS):
        with pytest.raises(errors.MandateNotFoundError):
            services.withdraw_mandate(actor=actor, mandate_id=mandate)
    with pytest.raises(errors.MandateNotFoundError):
        queries.get_mandate(_id(stranger), mandate)

    assert queries.get_mandate(_id(agent), mandate).state(TODAY) is MandateState.VALID


def test_an_expired_mandate_is_over(principal: Actor, agent: Actor, clock: Any) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent, valid_to=TODAY))
    clock.shift(timedelta(days=1))

    for act in (services.withdraw_mandate, services.choose_principal):
        with pytest.raises(errors.MandateOverError):
            act(actor=agent, mandate_id=mandate)

    assert queries.get_mandate(_id(agent), mandate).state(TODAY + DAY) is MandateState.EXPIRED
    assert queries.list_principals(_id(agent), on=TODAY + DAY) == ()


def test_a_principal_whose_account_is_switched_off_is_acted_for_no_more(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))

    services.set_active(actor=SYSTEM, account_id=_id(principal), is_active=False)

    assert queries.actor_of(_id(agent), on=TODAY, mandate_id=mandate).acting_for is None
    assert queries.list_principals(_id(agent), on=TODAY) == ()


def test_choosing_and_stopping_are_on_record_for_both(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))

    services.choose_principal(actor=agent, mandate_id=mandate)
    services.choose_principal(actor=queries.actor_of(_id(agent), on=TODAY, mandate_id=mandate), mandate_id=None)
    services.choose_principal(actor=agent, mandate_id=None)

    expected = [EventKind.ACTING_ENDED, EventKind.ACTING_BEGAN, EventKind.MANDATE_GIVEN]
    assert _events(_id(principal))[:3] == _events(_id(agent))[:3] == expected


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"agent": "principal"}, "identity_mandate_parties"),
        ({"valid_to": TODAY - DAY}, "identity_mandate_period"),
        ({"item_codes": []}, "identity_mandate_scope"),
        ({"withdrawn_at": NOW}, "identity_mandate_withdrawn"),
    ],
)
def test_the_database_itself_refuses_what_is_no_mandate(
    principal: Actor, agent: Actor, changed: dict[str, Any], name: str
) -> None:
    columns = {"agent_id": _id(agent), "valid_from": TODAY, "valid_to": TODAY, "given_at": NOW, **changed}
    if columns.pop("agent", None):
        columns["agent_id"] = _id(principal)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Mandate.objects.create(principal_id=_id(principal), **columns)


def test_thirty_long_codes_fit_and_more_are_refused(principal: Actor, agent: Actor) -> None:
    codes = [f"{number:02d}".ljust(64, "x") for number in range(31)]

    with pytest.raises(errors.MandateError):
        services.give_mandate(actor=principal, **_asked(agent, item_codes=codes))
    services.give_mandate(actor=principal, **_asked(agent, item_codes=codes[:30]))

    assert Mandate.objects.count() == 1


def test_mandates_come_in_pages_in_one_statement(
    principal: Actor, agent: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [services.give_mandate(actor=principal, **_asked(agent, item_codes=[f"A{n}"])) for n in range(3)]

    for read, account_id in (
        (queries.list_mandates_given, _id(principal)),
        (queries.list_mandates_held, _id(agent)),
    ):
        with django_assert_num_queries(1):
            page = read(account_id, size=2)
        rest = read(account_id, size=2, cursor=page.next_cursor)
        assert [row.id for row in (*page.rows, *rest.rows)] == ids[::-1]
        assert rest.next_cursor is None


def _signed_in(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.post(reverse("identity:sign_in"), {"login": queries.get_person(_id(actor)).phone, "password": make.PASSWORD})
    return client


def _services() -> None:
    for code, name in (("A-1", "Food licence"), ("B-2", "Hotel licence"), ("C-3", "Hotel closure")):
        catalogue.make_published_item(code, catalogue.make_content(name=f"事项{code}", name_en=name))


def _form(agent: Actor, **changes: object) -> dict[str, object]:
    shown = queries.get_person(_id(agent))
    typed = {
        "agent_name": f" {shown.name} ",
        "agent_type": "resident_card",
        "agent_no": shown.identity_no.lower(),
        "scope": "items",
        "valid_from": "2026-09-25",
        "valid_to": "2026-12-31",
    }
    return {**typed, **changes}


def test_services_are_found_and_ticked_by_their_names(principal: Actor, agent: Actor) -> None:
    _services()
    company, url = _signed_in(principal), reverse("identity:give_mandate")

    found = company.post(url, _form(agent, search="Hotel", find="1", item_codes=["A-1"])).content.decode()
    nothing = company.post(url, _form(agent, search="zzzz", find="1")).content.decode()
    unknown = company.post(url, _form(agent, item_codes=["A-1", "X-9"]))

    ticked = re.findall(r'name="item_codes" value="([^"]+)"[^>]*checked', found)
    offered = re.findall(r'name="item_codes" value="([^"]+)"', found)
    assert (ticked, sorted(offered)) == (["A-1"], ["A-1", "B-2", "C-3"])
    assert "Food licence" in found
    assert queries.get_person(_id(agent)).identity_no.lower() in found
    assert "No service was found by this" in nothing
    assert (unknown.status_code, "There is no service with the code X-9." in unknown.content.decode()) == (422, True)
    assert Mandate.objects.count() == 0


def test_a_mandate_is_given_used_and_withdrawn_through_the_pages(principal: Actor, agent: Actor) -> None:
    _services()
    company, person = _signed_in(principal), _signed_in(agent)
    company.post(reverse("identity:give_mandate"), _form(agent, item_codes=["C-3", "A-1", "B-2"]))
    (mandate,) = queries.list_mandates_given(_id(principal)).rows
    assert mandate.item_codes == ("A-1", "B-2", "C-3")
    assert "Food licence, Hotel licence, Hotel closure" in company.get(reverse("identity:mandates")).content.decode()

    chosen = person.post(reverse("identity:act_for"), {"mandate": str(mandate.id)}, follow=True)
    session = find_session(chosen.wsgi_request)
    assert session is not None
    assert session.actor.owner_id == principal.account_id
    assert "You are acting for 示例区样例餐饮有限公司" in chosen.content.decode()
    assert "You are acting for" in person.get(reverse("identity:account")).content.decode()

    page = person.get(reverse("identity:mandates"), {"next": "/apply/A-1/"}).content.decode()
    back = person.post(reverse("identity:act_for"), {"mandate": str(mandate.id), "next": "/apply/A-1/"})
    assert '<input type="hidden" name="next" value="/apply/A-1/"' in page
    assert back["Location"] == "/apply/A-1/"

    ask = company.get(reverse("identity:withdraw_mandate", args=[mandate.id]))
    assert "李示例" in ask.content.decode()
    assert "Hotel closure" in ask.content.decode()
    company.post(reverse("identity:withdraw_mandate", args=[mandate.id]))
    ended = person.post(reverse("identity:choose_language"), {"language": "zh-hans"})
    assert ended["Location"] == reverse("identity:mandates") + "?ended=1"
    assert queries.get_session(_id(agent), on=TODAY).language == ""
    assert "The mandate holds no more" in person.get(ended["Location"]).content.decode()
    assert person.get(reverse("identity:account")).status_code == 200


def test_codes_beside_all_services_are_not_taken_for_all_services(principal: Actor, agent: Actor) -> None:
    _services()

    page = _signed_in(principal).post(reverse("identity:give_mandate"), _form(agent, scope="all", item_codes=["A-1"]))

    assert (page.status_code, 'id="id_item_codes_error"' in page.content.decode()) == (422, True)
    assert Mandate.objects.count() == 0


def test_a_session_that_acts_for_somebody_is_read_in_one_statement(
    principal: Actor, agent: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    person = _signed_in(agent)
    request = person.post(reverse("identity:act_for"), {"mandate": str(mandate)}).wsgi_request
    assert request.session["acting_for"] == mandate

    with django_assert_num_queries(1):
        session = find_session(request)

    assert session is not None
    assert session.actor.acting_for == Principal(_id(principal), "示例区样例餐饮有限公司", mandate, None)


def test_stopping_and_signing_out_end_the_acting(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    person = _signed_in(agent)

    person.post(reverse("identity:act_for"), {"mandate": str(mandate)})
    person.post(reverse("identity:act_for"), {"mandate": ""})
    assert "acting_for" not in person.session
    person.post(reverse("identity:act_for"), {"mandate": str(mandate)})
    person.post(reverse("identity:sign_out"))

    assert "acting_for" not in person.session
    assert "acting_for" not in _signed_in(agent).session


@pytest.mark.parametrize("wanted", ["0", "x", "99999999999999999999", "-1"])
def test_what_is_no_mandate_of_ones_own_is_not_acted_with(agent: Actor, wanted: str) -> None:
    person = _signed_in(agent)

    page = person.post(reverse("identity:act_for"), {"mandate": wanted})

    assert page.status_code in {404, 409}
    assert "acting_for" not in person.session


def test_the_page_of_mandates_takes_as_many_statements_for_many_as_for_one(principal: Actor, agent: Actor) -> None:
    person = _signed_in(agent)
    counts = []
    for codes in (["A1"], ["A2"], ["A3"]):
        services.give_mandate(actor=principal, **_asked(agent, item_codes=codes))
        with CaptureQueriesContext(connection) as captured:
            person.get(reverse("identity:mandates"))
        counts.append(len(captured))

    assert len(set(counts)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_one_is_told_that_it_is_over(principal: Actor, agent: Actor) -> None:
    mandate = services.give_mandate(actor=principal, **_asked(agent))
    barrier, outcomes = threading.Barrier(2), list[str]()

    def withdraw(actor: Actor) -> None:
        barrier.wait(timeout=5)
        try:
            services.withdraw_mandate(actor=actor, mandate_id=mandate)
            outcomes.append("withdrawn")
        except errors.MandateOverError:
            outcomes.append("over")
        finally:
            connection.close()

    _together(withdraw, principal, agent)

    assert sorted(outcomes) == ["over", "withdrawn"]


@pytest.mark.django_db(transaction=True)
def test_of_two_same_mandates_given_at_once_one_is_refused(principal: Actor, agent: Actor) -> None:
    barrier, outcomes, asked = threading.Barrier(2), list[str](), _asked(agent)

    def give(actor: Actor) -> None:
        barrier.wait(timeout=5)
        try:
            services.give_mandate(actor=actor, **asked)
            outcomes.append("given")
        except errors.MandateGivenError:
            outcomes.append("refused")
        finally:
            connection.close()

    _together(give, principal, principal)

    assert sorted(outcomes) == ["given", "refused"]
    assert Throttle.objects.get().count == 2


def _together(act: Any, *actors: Actor) -> None:
    threads = [threading.Thread(target=act, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
