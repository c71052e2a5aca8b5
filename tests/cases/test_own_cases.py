"""Whose cases are whose: applicants, agents with mandates, other systems; and searches."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import at
from yichuang.cases import queries, services
from yichuang.cases.errors import CaseNotFoundError, DraftNotFoundError, NotYourCaseError
from yichuang.cases.models import Case
from yichuang.cases.rules import Act, Channel, State
from yichuang.core.actor import (
    ANONYMOUS,
    Actor,
    ActorKind,
    ClientGrant,
    Principal,
    RightMissingError,
    SignInRequiredError,
)
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index
from yichuang.identity.queries import list_events

pytestmark = pytest.mark.django_db


def agent_for(desk: cases.Desk, item_codes: frozenset[str] | None = None) -> Actor:
    agent = identity.applicant_actor("代理人")
    assert desk.applicant.account_id is not None
    return replace(agent, acting_for=Principal(desk.applicant.account_id, "张示例", 1, item_codes))


def client(organisation_id: int | None = None, *rights: Right, client_id: int = 5) -> Actor:
    grant = ClientGrant(client_id, frozenset(rights), organisation_id)
    return Actor(account_id=None, name="某系统", kind=ActorKind.CLIENT, client=grant)


def numbers(actor: Actor) -> list[str]:
    return [row.case_no for row in queries.list_my_cases(actor).rows]


def test_an_agent_sees_the_principals_cases_and_not_his_own() -> None:
    desk = cases.make_desk()
    case_no, agent = cases.make_case(desk, State.CORRECTION_REQUESTED), agent_for(desk)
    himself = replace(agent, acting_for=None)
    own = cases.make_case(replace(desk, applicant=himself))

    assert (numbers(agent), numbers(himself)) == ([case_no], [own])
    view = queries.get_case_view(agent, case_no)
    assert (view.is_own, view.party.is_masked, view.possible) == (True, False, (Act.CORRECT, Act.WITHDRAW))
    with pytest.raises(CaseNotFoundError):
        queries.get_case_view(agent, own)
    with pytest.raises(CaseNotFoundError):
        queries.get_case_view(himself, case_no)


def test_a_mandate_reaches_the_items_that_it_names() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    able, unable = agent_for(desk, frozenset({desk.version.item_code})), agent_for(desk, frozenset({"X"}))

    assert (numbers(able), numbers(unable)) == ([case_no], [])
    with pytest.raises(CaseNotFoundError):
        services.correct_case(actor=unable, case_no=case_no, form={"name": "李示例"})


def test_an_agent_and_the_principal_write_the_same_draft() -> None:
    desk = cases.make_desk()
    key = services.start_draft(actor=desk.applicant, key=uuid4(), version_id=desk.version.id, channel=Channel.ONLINE)

    assert queries.get_draft_view(agent_for(desk), key).key == key
    assert [row.key for row in queries.list_drafts(agent_for(desk))] == [key]
    for stranger in (agent_for(desk, frozenset({"X"})), identity.applicant_actor("李示例"), ANONYMOUS):
        with pytest.raises(DraftNotFoundError):
            queries.get_draft_view(stranger, key)


def test_an_applicant_does_not_see_who_handles_his_case() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    (row,) = queries.list_my_cases(desk.applicant).rows

    assert (row.handler_id, row.handler_name) == (None, "")
    assert queries.get_case_view(desk.applicant, case_no).handling.handler_name == ""


def test_another_system_sees_the_cases_where_it_may() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    case_no, hidden = cases.make_case(desk), cases.make_case(other)
    reader = client(desk.organisation_id, Right.VIEW_CASES)

    assert queries.get_case_view(reader, case_no).party.is_masked
    for actor, number in ((reader, hidden), (client(), case_no), (client(None, Right.RECEIVE), case_no)):
        with pytest.raises(CaseNotFoundError):
            queries.get_case_view(actor, number)
    with pytest.raises(SignInRequiredError):
        queries.list_client_cases(desk.clerk)
    assert queries.list_client_cases(client()).rows == ()


def test_a_system_without_the_right_corrects_nobodys_case() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)

    with pytest.raises(RightMissingError):
        services.correct_case(
            actor=client(None, Right.VIEW_CASES, Right.FILE_FOR_OTHERS), case_no=case_no, form={"name": "李示例"}
        )
    with pytest.raises(NotYourCaseError):
        official = replace(desk.clerk, kind=ActorKind.APPLICANT)
        services.correct_case(actor=official, case_no=case_no, form={"name": "李示例"})


def found(actor: Actor, text: str) -> list[str]:
    return [row.case_no for row in services.search_cases(actor=actor, text=text)]


def test_cases_are_found_by_the_beginning_or_the_end_of_their_number() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        first, closed = cases.make_case(desk), cases.make_case(desk, State.DELIVERED)
    with at("2026-03-03T09:00"):
        second = cases.make_case(desk)

    assert found(desk.clerk, "20260302") == [closed, first]
    assert found(desk.clerk, first[:14]) == [first]
    assert found(desk.clerk, first[-6:]) == [first]
    assert found(desk.clerk, f"{second[:8]}-{second[8:]}") == [second]
    assert found(desk.clerk, closed[-6:]) == found(desk.clerk, first[:-1] + "x") == []


def test_a_search_by_identity_number_is_on_record_without_the_number() -> None:
    desk = cases.make_desk()
    case_no, person = cases.make_case(desk), cases.party_of(desk.applicant)

    assert found(desk.clerk, f" {person.identity_no.lower()} ") == [case_no]
    assert found(desk.clerk, identity.identity_no(998)) == []

    subject = f"identity:{blind_index(person.identity_no)}"
    (event,) = list_events(subject=subject).rows
    assert (event.actor_id, person.identity_no in event.what + event.reason) == (desk.clerk.account_id, False)
    assert len(list_events(subject=f"identity:{blind_index(identity.identity_no(998))}").rows) == 1


def test_a_search_by_identity_number_needs_the_right_to_unmask() -> None:
    desk = cases.make_desk()
    cases.make_case(desk)
    number = cases.party_of(desk.applicant).identity_no

    for actor in (desk.records, client(desk.organisation_id, Right.VIEW_CASES), desk.applicant):
        with pytest.raises(RightMissingError):
            found(actor, number)
    assert list_events(subject=f"identity:{blind_index(number)}").rows == ()
    assert queries.find_cases(desk.clerk, number) == ()


def test_a_search_stays_where_the_right_to_unmask_is_held() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    own = cases.make_case(desk)
    elsewhere = services.submit_application(
        actor=other.clerk, submission=cases.submission(other, party=cases.party_of(desk.applicant))
    ).case_no
    watching = replace(other.clerk.posts[0], rights=frozenset({Right.VIEW_CASES}))
    actor = replace(desk.clerk, posts=(*desk.clerk.posts, watching))

    assert found(actor, cases.party_of(desk.applicant).identity_no) == [own]
    assert found(actor, "张示例") == [elsewhere, own]
    assert Case.objects.count() == 2


@pytest.mark.parametrize("text", ["", "  ", "张", "示例区第3号店", "O'Brien", "999999", "20261399"])
def test_a_text_that_fits_nothing_finds_nothing_and_leaves_no_record(text: str) -> None:
    desk = cases.make_desk()
    cases.make_case(desk)
    before = len(list_events().rows)

    assert found(desk.clerk, text) == []
    assert len(list_events().rows) == before


def test_places_of_a_body_are_not_unmasked_by_a_search() -> None:
    desk = cases.make_desk()
    cases.make_case(desk)

    (row,) = services.search_cases(actor=desk.clerk, text="张示例")

    assert row.party_name == "张**"
    with pytest.raises(RightMissingError):
        found(identity.applicant_actor(), "张示例")
    with pytest.raises(RightMissingError):
        found(replace(desk.clerk, posts=()), bodies.credit_code(3))


def test_ones_own_cases_are_told_apart_by_whether_they_are_under_way() -> None:
    desk = cases.make_desk()
    done, running = cases.make_case(desk, State.DELIVERED), cases.make_case(desk, State.ACCEPTED)

    found = {
        is_open: [row.case_no for row in queries.list_my_cases(desk.applicant, is_open=is_open).rows]
        for is_open in (True, False, None)
    }

    assert found == {True: [running], False: [done], None: [running, done]}
