"""What is tried before it is done, and what the forms ask for so that it is not refused."""

from collections.abc import Mapping

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.support import cases as make
from tests.support import catalogue
from tests.support.acts import traces
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import Act, CancellationGround, DutyCode, State
from yichuang.catalogue.rules import Commitment, Handling
from yichuang.core.actor import SYSTEM
from yichuang.documents.rules import cited
from yichuang.organisations.queries import get_organisation
from yichuang.staffdesk.forms.cases import DeliverForm
from yichuang.staffdesk.rules import STANDARD_TEXTS
from yichuang.staffdesk.services import rehearse
from yichuang.staffdesk.views.act_forms import Asked, ground_form
from yichuang.staffdesk.views.shown import law_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def post(client: Client, case_no: str, act: str, typed: Mapping[str, object]) -> tuple[int, str]:
    """The act is sent; where it is to be read first, the page that shows it."""
    answer = client.post(reverse("staffdesk:act", args=[case_no, act]), {"key": key(), **typed})
    if "?read=" in answer.headers.get("Location", ""):
        answer = client.get(answer["Location"])
    return answer.status_code, answer.content.decode()


def test_a_rehearsed_act_leaves_no_trace(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)
    before = traces()

    tried = rehearse(actor=hall.desk.clerk, case_no=case_no, act=lambda: make.do(hall.desk, Act.ACCEPT, case_no))

    assert (tried.view.state, len(tried.done.papers)) == (State.ACCEPTED, 1)
    assert traces() == before


@pytest.mark.parametrize("body", ["", "示例区水利局"])
def test_a_refusal_before_the_receipt_names_another_body(hall: Hall, body: str) -> None:
    case_no = make.make_case(hall.desk)
    typed = {"standard": "申请事项依法不属于本机关职权范围", "proper_body": body}

    status, text = post(hall.as_("clerk"), case_no, "refuse", typed)

    assert status == (200 if body else 422)
    assert ('name="confirmed"' in text) is bool(body)


def test_a_refusal_that_names_the_own_body_is_told_at_its_field(hall: Hall) -> None:
    own = get_organisation(hall.desk.organisation_id).name
    typed = {"standard": "申请事项依法不属于本机关职权范围", "proper_body": own}

    status, text = post(hall.as_("clerk"), make.make_case(hall.desk), "refuse", typed)

    assert (status, 'href="#refuse_proper_body"' in text) == (422, True)


def test_what_is_read_first_can_be_gone_back_to_and_loaded_anew(hall: Hall) -> None:
    case_no, client = make.make_case(hall.desk, State.RECEIVED), hall.as_("clerk")
    url, typed = reverse("staffdesk:act", args=[case_no, "accept"]), {"key": key()}

    sent = client.post(url, typed)
    pages = [client.get(sent["Location"]) for _ in range(2)]
    client.post(url, {**typed, "confirmed": "1"})
    back = client.get(sent["Location"])

    assert sent.status_code == 302
    assert [page.status_code for page in pages] == [200, 200]
    assert back["Location"] == f"/desk/cases/{case_no}/?act=accept#acts"


def test_a_commitment_is_shown_with_both_of_its_papers() -> None:
    promise = Commitment(terms=("场所符合卫生要求",), consequence="撤销准予决定")
    hall = make_hall(catalogue.make_content(handling=Handling(commitment=promise)))
    case_no = make.make_case(hall.desk, State.RECEIVED)

    status, text = post(hall.as_("clerk"), case_no, "commit", {"is_declared": "on"})

    assert status == 200
    assert text.count('class="desk-paper"') == 2
    assert "Commitment to meet the conditions" in text
    assert get_case_view(SYSTEM, case_no).state is State.RECEIVED


@pytest.mark.parametrize(
    ("state", "who", "act", "typed"),
    [
        (State.DENIED, "clerk", "deliver", {"method": "window"}),
        (State.SENT_UP, "reviewer", "bring_back", {"answer": "granted", "document_no": "省批1号"}),
        (State.IN_REVIEW, "reviewer", "recuse", {"reason": "与申请人是亲属"}),
    ],
)
def test_what_cannot_be_undone_is_read_once_more(
    hall: Hall, state: State, who: str, act: str, typed: Mapping[str, str]
) -> None:
    case_no = make.make_case(hall.desk, state)

    status, text = post(hall.as_(who), case_no, act, typed)

    assert status == 200
    assert 'name="confirmed"' in text
    assert get_case_view(SYSTEM, case_no).state is state


def test_deliveries_of_many_are_confirmed_first(hall: Hall) -> None:
    case_no, client = make.make_case(hall.desk, State.DENIED), hall.as_("clerk")
    typed = {"act": "deliver", "key": [case_no], "token": key()}

    asked = client.post(reverse("staffdesk:bulk"), typed).content.decode()
    before = get_case_view(SYSTEM, case_no).state
    client.post(reverse("staffdesk:bulk"), {**typed, "confirmed": "1"})

    assert f'value="{case_no}"' in asked
    assert (before, get_case_view(SYSTEM, case_no).state) == (State.DENIED, State.DELIVERED)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, ["method"]),
        ({"method": "post", "tracking_no": "EX1"}, ["tracking_no"]),
        ({"method": "post", "tracking_no": "EX123456789CN"}, []),
        ({"method": "locker"}, ["place"]),
        ({"method": "window", "receiver": "代理人，身份证990101199001011234"}, ["receiver"]),
        ({"method": "window", "receiver": "代理人，出示身份证", "tracking_no": "?"}, []),
    ],
)
def test_a_delivery_is_asked_only_what_its_way_needs(typed: Mapping[str, str], wrong: list[str]) -> None:
    data = QueryDict(mutable=True)
    data.update({"key": key(), **typed})

    assert list(DeliverForm(data).errors) == wrong


def test_a_hearing_that_was_asked_for_comes_first_and_is_chosen(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    for act in (Act.TELL_HEARING, Act.ASK_HEARING):
        make.do(hall.desk, act, case_no)
    client = hall.as_("official")

    page = client.get(reverse("staffdesk:case", args=[case_no]))
    form = client.get(reverse("staffdesk:act", args=[case_no, "stop"])).context["form"]

    first = page.context["acts"].usual[0]
    assert get_case_view(hall.desk.official, case_no).duty.code is DutyCode.HOLD_HEARING
    assert (first.name, first.title, first.is_open) == ("stop", "Hold the hearing", True)
    assert form["procedure"].value() == "hearing"


def test_only_grounds_that_can_hold_are_offered(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.DELIVERED)

    valid = _grounds(hall, case_no)
    make.do(hall.desk, Act.REVOKE, case_no)

    assert CancellationGround.EXPIRED.value not in valid
    assert len(valid) == len(CancellationGround) - 1
    assert _grounds(hall, case_no) == [CancellationGround.ENDED.value]


def _grounds(hall: Hall, case_no: str) -> list[str]:
    view = get_case_view(hall.desk.head, case_no)
    form = ground_form(Asked(hall.desk.head, Act.CANCEL, view, STANDARD_TEXTS))
    return [str(value) for value, _text in form.fields["ground"].choices]  # type: ignore[attr-defined]  # a choice


@pytest.mark.parametrize("ground", ["AY 36", "BZ 10", "ZJ 11(2)"])
def test_rules_of_other_places_are_not_cited_as_law_of_this_one(ground: str) -> None:
    with translation.override("zh-hans"):
        assert law_text(ground) == "本地政务服务管理有关规定"
    assert cited([ground]) == ""
