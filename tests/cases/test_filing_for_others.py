"""Filing for somebody else: agents with a mandate, and other systems."""

import io
import uuid
from dataclasses import replace

import pytest

from tests.support import cases, identity
from tests.support.acts import case, last_row, paper_of, traces
from tests.support.documents import pdf
from yichuang.cases import queries, services
from yichuang.cases.errors import FormInvalidError, KeyReusedError, MandateDoesNotCoverError
from yichuang.cases.rules import Act, Channel, State
from yichuang.core.actor import SYSTEM, Actor, ActorKind, ClientGrant, Principal, RightMissingError
from yichuang.core.problems import message_of
from yichuang.core.rights import Right
from yichuang.documents.errors import UploadNotFoundError
from yichuang.documents.queries import get_upload
from yichuang.documents.services import store_upload
from yichuang.exchange.services import create_client

pytestmark = pytest.mark.django_db


def agent_for(desk: cases.Desk, *item_codes: str) -> Actor:
    """Somebody with a mandate from the desk's applicant: for those items, or for all."""
    assert desk.applicant.account_id is not None
    principal = Principal(desk.applicant.account_id, desk.applicant.name, 7, frozenset(item_codes) or None)
    return replace(identity.applicant_actor("李代理"), acting_for=principal)


def client_of(desk: cases.Desk, name: str = "企业服务平台", *rights: Right) -> Actor:
    """Another system that may file for others in the desk's organisation."""
    made = create_client(actor=SYSTEM, name=name, rights=[Right.FILE_FOR_OTHERS], organisation_id=desk.organisation_id)
    grant = ClientGrant(made.client_id, frozenset(rights or (Right.FILE_FOR_OTHERS,)), desk.organisation_id)
    return Actor(account_id=None, name=name, kind=ActorKind.CLIENT, client=grant)


def files(actor: Actor) -> dict[str, list[int]]:
    """The two materials that the desk's item asks for, handed in by the actor."""
    return {
        code: [store_upload(actor=actor, name=f"{code}.pdf", stream=io.BytesIO(pdf(code))).id] for code in ("M1", "M2")
    }


def online(desk: cases.Desk, actor: Actor) -> services.Submission:
    """The desk's applicant applies online, by the hand of the actor."""
    return cases.submission(desk, channel=Channel.ONLINE, materials=files(actor))


def exchanged(desk: cases.Desk, actor: Actor) -> services.Submission:
    """The desk's applicant applies through another system."""
    return cases.submission(desk, channel=Channel.EXCHANGE, materials=files(actor))


def test_an_agent_files_in_the_principals_name_and_the_ledger_says_so() -> None:
    desk = cases.make_desk()
    agent = agent_for(desk)

    done = services.submit_application(actor=agent, submission=online(desk, agent))

    row, filed = last_row(done.case_no), case(done.case_no)
    assert (filed.applicant_id, filed.party_name) == (desk.applicant.account_id, "张示例")
    assert (row.account_id, row.actor_kind, row.actor_name) == (agent.account_id, "applicant", "")
    assert row.details["mandate"] == 7
    assert [one.case_no for one in queries.list_my_cases(desk.applicant).rows] == [done.case_no]


def test_the_receipt_names_the_agent_who_handed_in_the_application() -> None:
    desk = cases.make_desk()
    agent = agent_for(desk)
    by_agent, by_himself = (
        services.submit_application(actor=actor, submission=online(desk, actor)).case_no
        for actor in (agent, desk.applicant)
    )

    for case_no in (by_agent, by_himself):
        services.receive_case(actor=desk.clerk, case_no=case_no)

    assert [paper_of(case_no).data["agent"] for case_no in (by_agent, by_himself)] == ["李代理", ""]


def test_what_the_principal_does_himself_names_no_mandate() -> None:
    desk = cases.make_desk()

    done = services.submit_application(actor=desk.applicant, submission=online(desk, desk.applicant))

    assert "mandate" not in last_row(done.case_no).details


def test_an_agent_does_not_file_in_his_own_name_while_acting_for_somebody() -> None:
    desk = cases.make_desk()
    agent = agent_for(desk)
    his = cases.party_of(replace(agent, acting_for=None))
    before = traces()

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=agent, submission=replace(online(desk, agent), party=his))
    problem = refusal.value.problems[0]
    assert (problem.field, problem.code, problem.details) == (
        "party-identity_no",
        "cases.party_not_own",
        {"principal": "张示例"},
    )
    assert traces() == before


def test_a_mandate_for_other_items_files_nothing() -> None:
    desk = cases.make_desk()
    agent = agent_for(desk, "OTHER")
    before = traces()

    for act in (
        lambda: services.submit_application(actor=agent, submission=online(desk, agent)),
        lambda: services.start_draft(actor=agent, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE),
    ):
        with pytest.raises(MandateDoesNotCoverError) as refusal:
            act()
        assert refusal.value.details == {"principal": "张示例", "item": "食品经营许可"}
        assert message_of(refusal.value) == (
            "张示例对您的授权不包括“食品经营许可”。请联系张示例增加授权，或者切换为“本人办事”。"
        )
    assert traces() == before


def test_an_agents_draft_is_the_principals() -> None:
    desk = cases.make_desk()
    agent = agent_for(desk, desk.version.item_code)
    key = services.start_draft(actor=agent, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE)
    services.save_draft(
        actor=agent, key=key, revision=1, form={"name": "张示例", "identity_no": identity.identity_no(7)},
        party=cases.party_of(desk.applicant),
    )  # fmt: skip
    for code in ("M1", "M2"):
        services.attach_material(actor=agent, key=key, code=code, name="a.pdf", stream=io.BytesIO(pdf(code)))

    done = services.submit_draft(actor=desk.applicant, key=key)

    assert case(done.case_no).applicant_id == desk.applicant.account_id
    again = services.submit_draft(actor=agent, key=key)
    assert (again.case_no, again.is_repeat) == (done.case_no, True)


def test_a_file_handed_in_by_an_agent_is_the_principals() -> None:
    desk = cases.make_desk()
    agent = agent_for(desk)
    upload = store_upload(actor=agent, name="a.pdf", stream=io.BytesIO(pdf("a")))

    assert get_upload(upload.id) == upload
    assert upload.owner_id == desk.applicant.account_id != agent.account_id


def test_an_agent_corrects_and_the_ledger_names_the_mandate() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    agent = agent_for(desk)

    services.correct_case(actor=agent, case_no=case_no, materials={"M2": files(agent)["M2"]})

    row = last_row(case_no)
    assert (row.act, row.account_id) == ("correct", agent.account_id)
    assert row.details["mandate"] == 7


def test_another_system_files_for_an_applicant() -> None:
    desk = cases.make_desk()
    client = client_of(desk)

    done = services.submit_application(actor=client, submission=exchanged(desk, client))

    row, filed = last_row(done.case_no), case(done.case_no)
    assert client.client is not None
    assert (filed.channel, filed.client_id, filed.applicant_id) == (
        "exchange",
        client.client.client_id,
        desk.applicant.account_id,
    )
    assert (row.actor_kind, row.actor_name, row.account_id, row.post_id) == ("client", "企业服务平台", None, None)


def test_another_system_hands_in_everything_that_is_asked_for_online() -> None:
    desk = cases.make_desk()
    client = client_of(desk)
    before = traces()

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(
            actor=client, submission=replace(exchanged(desk, client), materials={"M1": [], "M2": []})
        )
    assert [one.field for one in refusal.value.problems] == ["material-M1", "material-M2"]
    assert traces() == before


def test_a_system_hands_in_only_its_own_files() -> None:
    desk = cases.make_desk()
    client, other = client_of(desk), client_of(desk, "另一平台")
    before = traces()

    for owner in (other, desk.applicant):
        with pytest.raises(UploadNotFoundError):
            services.submit_application(actor=client, submission=exchanged(desk, owner))
    assert traces() == before


def test_a_system_gets_its_own_first_answer_only() -> None:
    desk = cases.make_desk()
    client, other = client_of(desk), client_of(desk, "另一平台")
    submission = exchanged(desk, client)
    done = services.submit_application(actor=client, submission=submission)

    again = services.submit_application(actor=client, submission=submission)

    assert (again.case_no, again.is_repeat) == (done.case_no, True)
    for actor in (other, desk.clerk):
        with pytest.raises(KeyReusedError):
            services.submit_application(actor=actor, submission=submission)


@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.WINDOW])
def test_a_system_does_not_pass_for_a_person(channel: Channel) -> None:
    desk = cases.make_desk()
    client = client_of(desk, "企业服务平台", Right.FILE_FOR_OTHERS, Right.RECEIVE)
    before = traces()

    with pytest.raises(RightMissingError):
        services.submit_application(actor=client, submission=replace(exchanged(desk, client), channel=channel))
    assert traces() == before


def test_only_a_system_with_the_right_files_by_exchange() -> None:
    desk = cases.make_desk()
    reader = client_of(desk, "只读平台", Right.VIEW_CASES)
    before = traces()

    for actor in (reader, desk.applicant, desk.clerk):
        with pytest.raises(RightMissingError):
            services.submit_application(actor=actor, submission=exchanged(desk, actor))
    assert traces() == before


def test_a_system_corrects_what_it_filed() -> None:
    desk = cases.make_desk()
    client = client_of(desk)
    case_no = services.submit_application(actor=client, submission=exchanged(desk, client)).case_no
    for act in (Act.RECEIVE, Act.REQUEST_CORRECTION):
        cases.do(desk, act, case_no)
    new = store_upload(actor=client, name="new.pdf", stream=io.BytesIO(pdf("new"))).id

    done = services.correct_case(actor=client, case_no=case_no, materials={"M2": [new]})

    assert (done.state, last_row(case_no).actor_name) == (State.RECEIVED, "企业服务平台")
