"""Two tabs, in one of which the reader changed for whom he acts."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.urls import reverse

from tests.support import cases, identity, portal
from tests.support.portal import Visitor
from yichuang.cases.queries import get_draft_view
from yichuang.core.clock import today
from yichuang.identity.queries import get_person
from yichuang.identity.services import give_mandate, withdraw_mandate

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Scene:
    """An agent in his browser, and the draft that his principal began."""

    desk: cases.Desk
    agent: Visitor
    principal: Visitor
    mandate: int
    key: UUID

    def act_for(self, mandate: int | str) -> None:
        """The agent chooses in another tab for whom he acts."""
        self.agent.client.post(reverse("identity:act_for"), {"mandate": str(mandate)})


@pytest.fixture
def scene() -> Scene:
    desk = cases.make_desk()
    agent, principal = portal.visitor(identity.applicant_actor("李代理")), portal.visitor(desk.applicant)
    person = get_person(agent.actor.account_id or 0)
    mandate = give_mandate(
        actor=desk.applicant,
        agent_type=cases.party_of(agent.actor).identity_type,
        agent_no=person.identity_no,
        agent_name=person.name,
        item_codes=[desk.version.item_code],
        valid_from=today(),
        valid_to=today(),
    )
    return Scene(desk, agent, principal, mandate, portal.begin(principal, desk))


def test_a_page_of_the_principals_draft_offers_to_act_for_him_again(scene: Scene) -> None:
    url = reverse("portal:draft_answers", args=[scene.key, 1])

    page = scene.agent.client.get(url)

    told = page.content.decode()
    assert page.status_code == 409
    assert "这是张示例的办件" in told
    assert f'name="mandate" value="{scene.mandate}"' in told
    assert f'name="next" value="{url}"' in told
    back = scene.agent.client.post(reverse("identity:act_for"), {"mandate": str(scene.mandate), "next": url})
    assert back["Location"] == url
    assert scene.agent.client.get(url).status_code == 200


def test_ones_own_draft_offers_to_act_for_oneself_again(scene: Scene) -> None:
    key = portal.begin(scene.agent, scene.desk)
    scene.act_for(scene.mandate)

    page = scene.agent.client.get(reverse("portal:draft_materials", args=[key]))

    assert page.status_code == 409
    assert 'name="mandate" value=""' in page.content.decode()
    assert "这是李代理的办件" in page.content.decode()


def test_what_was_typed_in_the_other_tab_is_saved_first(scene: Scene) -> None:
    url, data = reverse("portal:draft_answers", args=[scene.key, 1]), {**portal.ANSWERS, "go": "next"}
    data["revision"] = str(portal.revision(scene.principal, scene.key))

    page = scene.agent.client.post(url, data)

    assert page.status_code == 409
    assert "您填写的内容已经保存" in page.content.decode()
    assert get_draft_view(scene.desk.applicant, scene.key).form["name"] == "张示例"


def test_nothing_is_submitted_for_whom_one_does_not_act_any_more(scene: Scene) -> None:
    key = portal.fill_in(scene.principal, scene.desk)
    data = {"revision": portal.revision(scene.principal, key), "declaration": "on"}

    page = scene.agent.client.post(reverse("portal:draft_check", args=[key]), data)

    assert page.status_code == 409
    assert get_draft_view(scene.desk.applicant, key).case_no == ""


def test_a_case_of_the_principal_offers_the_same(scene: Scene) -> None:
    case_no = portal.case_of(scene.principal, scene.desk)

    page = scene.agent.client.get(reverse("portal:case", args=[case_no]))

    assert (page.status_code, f'value="{scene.mandate}"' in page.content.decode()) == (409, True)


def test_without_mandate_nobody_learns_of_the_draft(scene: Scene) -> None:
    url = reverse("portal:draft_answers", args=[scene.key, 1])
    stranger = portal.visitor(identity.applicant_actor("王示例"))
    withdraw_mandate(actor=scene.desk.applicant, mandate_id=scene.mandate)

    answers = [who.client.post(url, portal.ANSWERS).status_code for who in (stranger, scene.agent)]

    assert answers == [404, 404]
    assert get_draft_view(scene.desk.applicant, scene.key).form == {}
