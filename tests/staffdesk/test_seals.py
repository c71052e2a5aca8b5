"""The register of seals on the desk, through the client."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support import cases as make
from tests.support import organisations as bodies
from tests.support import seals
from tests.support.acts import at
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.rights import Role
from yichuang.documents.queries import list_papers
from yichuang.documents.services import paper_pdf
from yichuang.organisations.queries import get_organisation
from yichuang.seals.queries import get_seal, history_of, list_seals
from yichuang.seals.rules import SealKind, SealState

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


@pytest.fixture
def keeper(hall: Hall) -> Client:
    """Who keeps the register of seals."""
    return hall.staff(Role.CENTRE_MANAGER)


def read(client: Client, name: str, *arguments: object, query: str = "") -> str:
    return unescape(client.get(reverse(f"staffdesk:{name}", args=arguments) + query).content.decode())


def do(client: Client, seal_id: int, name: str, **typed: object) -> tuple[int, str]:
    page = client.post(reverse("staffdesk:seal_act", args=[seal_id, name]), {"key": key(), **typed})
    return page.status_code, unescape(page.content.decode())


def typed(**changes: object) -> dict[str, object]:
    given = {"kind": "approval", "in_use_from": "2026-01-05", "name": "", "purpose": "", "signed_by": "built_in"}
    return {"key": key(), **given, **changes}


def test_a_body_whose_papers_wait_is_named_until_its_seal_is_registered(hall: Hall, keeper: Client) -> None:
    body = hall.desk.organisation_id
    post = bodies.make_post(body, Role.APPROVING_OFFICIAL, title="审批科科长")
    new = f"{reverse('staffdesk:seal_new')}?body={body}"
    assert f'href="{new}"' in read(keeper, "seals")

    page = keeper.post(new, typed(keeper=post))

    (seal,) = list_seals()
    assert page["Location"] == reverse("staffdesk:seal", args=[seal.id])
    assert (seal.kind, seal.keeper_id, seal.in_use_from.isoformat()) == (SealKind.APPROVAL, post, "2026-01-05")
    assert (seal.name, seal.purpose) == (
        f"{get_organisation(body).name}行政审批专用章",
        SealKind.APPROVAL.usual_purpose,
    )
    text = read(keeper, "seals")
    assert f'href="{new}"' not in text
    assert [one in text for one in (seal.name, "审批科科长", "2026-01-05", "Seal in use")] == [True] * 4


def test_the_body_is_chosen_first_and_only_posts_that_may_keep_the_seal_are_offered(hall: Hall, keeper: Client) -> None:
    body = hall.desk.organisation_id
    own, centres = (
        bodies.make_post(body, Role.REVIEWER, title="甲岗"),
        bodies.make_post(hall.authority_id, Role.CENTRE_MANAGER, title="乙岗"),
    )
    elsewhere = bodies.make_post(bodies.make_organisation(), Role.REVIEWER, title="丙岗")

    first, second = read(keeper, "seal_new"), read(keeper, "seal_new", query=f"?body={body}")
    unknown = read(keeper, "seal_new", query="?body=999999")

    assert f'<option value="{body}"' in first
    assert [f'<option value="{post}"' in second for post in (own, centres, elsewhere)] == [True, True, False]
    assert 'method="get"' in unknown


def test_what_is_refused_stands_at_its_field(hall: Hall, keeper: Client) -> None:
    made = seals.make_seal(hall.desk.organisation_id)
    new = f"{reverse('staffdesk:seal_new')}?body={made.organisation_id}"

    empty = keeper.post(new, typed(keeper="", in_use_from=""))
    ancient = keeper.post(new, typed(keeper=made.keeper_id, in_use_from="1919-05-04"))
    taken = keeper.post(new, typed(keeper=made.keeper_id))

    assert (empty.status_code, sorted(empty.context["form"].errors)) == (422, ["in_use_from", "keeper"])
    assert (ancient.status_code, list(ancient.context["form"].errors)) == (422, ["in_use_from"])
    assert (taken.status_code, list(taken.context["form"].errors)) == (409, ["kind"])
    assert "has a seal of this kind in use already" in unescape(taken.content.decode())
    assert len(list_seals()) == 1


def test_a_seal_is_handed_over_with_a_reason_and_the_history_says_who_kept_it(hall: Hall, keeper: Client) -> None:
    made = seals.make_seal(hall.desk.organisation_id)
    post = bodies.make_post(made.organisation_id, Role.REVIEWER, title="综合科科长")

    refused, text = do(keeper, made.seal_id, "hand", keeper=post, reason="")
    assert (refused, 'id="act-hand" open' in text) == (422, True)
    status, _text = do(keeper, made.seal_id, "hand", keeper=post, reason="岗位调整")

    seal = get_seal(made.seal_id)
    assert (status, seal.keeper_id, seal.kept_since) == (302, post, clock.today())
    text = read(keeper, "seal", made.seal_id)
    assert "Keeper: 审批科科长 → 综合科科长" in text
    assert "岗位调整" in text


@pytest.mark.parametrize(
    ("act", "state", "told"),
    [("withdraw", SealState.WITHDRAWN, "Seal withdrawn"), ("break", SealState.BROKEN, "Seal broken")],
)
def test_a_seal_that_has_ended_says_why_and_nothing_can_be_done_to_it(
    hall: Hall, keeper: Client, act: str, state: SealState, told: str
) -> None:
    made = seals.make_seal(hall.desk.organisation_id)
    assert do(keeper, made.seal_id, act, reason=" ")[0] == 422

    status, _text = do(keeper, made.seal_id, act, reason="章面磨损")

    seal = get_seal(made.seal_id)
    assert (status, seal.state, seal.ended_reason) == (302, state, "章面磨损")
    text = read(keeper, "seal", made.seal_id)
    assert [one in text for one in (told, "章面磨损", 'id="acts"')] == [True, True, False]
    assert seal.name not in read(keeper, "seals")
    assert seal.name in read(keeper, "seals", query=f"?state={state.value}")


def test_an_act_on_a_seal_that_ended_meanwhile_is_refused_on_the_page(hall: Hall, keeper: Client) -> None:
    made = seals.make_seal(hall.desk.organisation_id)
    do(keeper, made.seal_id, "withdraw", reason="停用")

    status, text = do(keeper, made.seal_id, "break", reason="遗失")

    assert (status, "is no longer in use since" in text) == (409, True)
    assert [row.act.value for row in history_of(made.seal_id)] == ["registered", "withdrawn"]


def test_every_use_is_shown_with_case_paper_person_and_authority(hall: Hall, keeper: Client) -> None:
    made = seals.make_seal(hall.desk.organisation_id)
    case_no = make.make_case(hall.desk, State.RECEIVED)
    (paper,) = list_papers(case_no)
    paper_pdf(paper.id)

    text = read(keeper, "seal", made.seal_id)

    shown = (f'href="{reverse("staffdesk:case", args=[case_no])}"', paper.number, "窗口甲", "岗位职权：", "Receipt")
    assert [one for one in shown if one not in text] == []
    assert [row.cells[5] for row in keeper.get(reverse("staffdesk:seals")).context["rows"]] == [1]


def test_uses_go_on_to_a_next_page(hall: Hall, keeper: Client) -> None:
    made = seals.make_seal(hall.desk.organisation_id)
    for number in range(21):
        seals.seal(made, number=f"示市监受〔2026〕{number}号")

    page = keeper.get(reverse("staffdesk:seal", args=[made.seal_id]))

    assert len(page.context["uses"]) == 20
    further = keeper.get(f"{page.request['PATH_INFO']}?cursor={page.context['next_cursor']}")
    assert [row.cells[2].text for row in further.context["uses"]] == ["示市监受〔2026〕0号"]


def test_the_list_is_narrowed_to_one_body_and_a_filter_that_cannot_be_read_narrows_nothing(
    hall: Hall, keeper: Client
) -> None:
    first, second = seals.make_seal(hall.desk.organisation_id), seals.make_seal()
    pages = [f"?body={first.organisation_id}", "?state=", "?body=-1", "?state=lost"]

    shown = [len(keeper.get(reverse("staffdesk:seals") + one).context["rows"]) for one in pages]

    assert shown == [1, 2, 2, 2]
    assert second.name not in str(keeper.get(reverse("staffdesk:seals") + pages[0]).context["rows"])


def test_an_unknown_act_and_an_unknown_seal_are_not_found(hall: Hall, keeper: Client) -> None:
    made = seals.make_seal(hall.desk.organisation_id)

    assert do(keeper, made.seal_id, "copy")[0] == 404
    assert do(keeper, 10**9, "withdraw", reason="无")[0] == 404
    assert keeper.get(reverse("staffdesk:seal", args=[10**9])).status_code == 404


def test_who_keeps_the_seals_of_one_body_sees_those_of_no_other(hall: Hall) -> None:
    own, other = seals.make_seal(hall.desk.organisation_id), seals.make_seal()
    client = hall.staff(Role.CENTRE_MANAGER, in_centre=False)

    assert own.name in read(client, "seals")
    assert other.name not in read(client, "seals")
    assert client.get(reverse("staffdesk:seal", args=[other.seal_id])).status_code == 404
    assert do(client, other.seal_id, "withdraw", reason="无")[0] == 404


def test_the_list_takes_as_many_queries_for_many_seals_as_for_one(hall: Hall, keeper: Client) -> None:
    counts = []
    for number in (1, 5):
        for _ in range(number):
            seals.make_seal()
        with CaptureQueriesContext(connection) as queries:
            assert keeper.get(reverse("staffdesk:seals")).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_the_system_sealed_is_told_as_done_by_the_system() -> None:
    hall = make_hall(has_seal=True)
    (seal,) = list_seals()
    with at("2026-03-02T09:00"):
        case_no = make.make_case(hall.desk, State.RECEIVED)
    with at("2026-03-10T09:00"):
        make.do(hall.desk, Act.DEEM_ACCEPTED, case_no)
    for paper in list_papers(case_no):
        paper_pdf(paper.id)

    page = hall.staff(Role.CENTRE_MANAGER).get(reverse("staffdesk:seal", args=[seal.id]))

    who = {row.cells[3].text for row in page.context["uses"]}
    assert "System" in who
    assert "system" not in who
