"""Acts off the straight road at the desk: each form done, refused with what was typed kept, without right, and too late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from typing_extensions import override

from tests.support import cases as make
from tests.support.catalogue import wd
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.queries import list_ledger
from yichuang.cases.rules import Act, State, possible_acts
from yichuang.catalogue.rules import CaseType, Commitment, Handling
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.staffdesk.views.desk_acts import DESK_ACTS

pytestmark = pytest.mark.django_db
REASON = "情况复杂，需要进一步核实有关事实"
UPPER = "示例省卫生健康委员会"
PROMISING = Handling(
    deferral_limit=wd(5), commitment=Commitment(terms=("场所符合卫生要求",), consequence="撤销准予决定")
)


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def day(days: int) -> str:
    """A day from today as a form sends it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def send(client: Client, case_no: str, act: str, typed: Mapping[str, object]) -> tuple[int, str]:
    """The act is sent as if its paper had been read."""
    url = reverse("staffdesk:act", args=[case_no, act])
    answer = client.post(url, {"key": key(), "confirmed": "1", **typed})
    if "?read=" in answer.headers.get("Location", ""):
        answer = client.get(answer["Location"])
    return answer.status_code, answer.content.decode()


def show(client: Client, case_no: str, query: str = "") -> str:
    """The page of the case."""
    return client.get(reverse("staffdesk:case", args=[case_no]) + query).content.decode()


@dataclass(frozen=True)
class Try:
    """An act from a state by somebody: what is typed rightly and what becomes of it; what is typed wrongly and what is told."""

    act: Act
    state: State
    who: str
    good: Mapping[str, object]
    details: Mapping[str, object]
    bad: Mapping[str, object]
    told: str
    without_right: str = "records"
    before: tuple[Act, ...] = field(default=())

    @override
    def __str__(self) -> str:
        return self.act.value


TRIES = (
    Try(
        Act.NOT_REQUIRED, State.RECEIVED, "clerk", {"reason": "该活动依法不需要取得行政许可"},
        {}, {"reason": "不需要"}, "Give the reasons in at least 10 characters",
    ),
    Try(
        Act.STOP, State.IN_REVIEW, "official", {"procedure": "appraisal", "reason": REASON, "expected_on": day(10)},
        {"procedure": "appraisal", "expected_on": day(10), "clocks": ["promised", "statutory"]},
        {"procedure": "appraisal", "reason": REASON, "expected_on": day(-1)}, "lies between today and",
    ),
    Try(
        Act.RESUME, State.SPECIAL, "reviewer", {"result": "检测合格"}, {}, {"result": " "}, "This field is required.",
    ),
    Try(
        Act.EXTEND, State.IN_REVIEW, "head", {"reason": REASON}, {"extension": "10wd"},
        {"reason": "再等等"}, "Give the reasons in at least 10 characters",
    ),
    Try(
        Act.TELL_HEARING, State.IN_REVIEW, "reviewer", {"matter": "拟不予许可：场所不符合规定"}, {},
        {"matter": ""}, "This field is required.",
    ),
    Try(
        Act.ASK_HEARING, State.IN_REVIEW, "clerk", {"text": "要求当面陈述"}, {}, {"text": "长" * 5001}, "at most 5000",
        before=(Act.TELL_HEARING,),
    ),
    Try(
        Act.ACKNOWLEDGE, State.SENT_UP, "reviewer", {"receipt_no": "省收1号", "received_by": "收文岗"},
        {"receipt_no": "省收1号", "received_by": "收文岗"}, {"receipt_no": "省收1号", "received_by": ""},
        "This field is required.",
    ),
    Try(
        Act.BRING_BACK, State.SENT_UP, "reviewer", {"answer": "denied", "document_no": "省批1号", "text": "选址不当"},
        {"is_granted": False, "document_no": "省批1号"}, {"answer": "denied", "document_no": "省批1号"},
        "Give the grounds of the higher body.",
    ),
    Try(
        Act.WITHDRAW, State.ACCEPTED, "clerk", {"reason": "不再经营"}, {}, {"reason": "长" * 1001}, "at most 1000",
        without_right="reviewer",
    ),
    Try(
        Act.TERMINATE, State.IN_REVIEW, "official", {"ground": "gone", "reason": "申请单位已于上月注销登记"},
        {"ground": "gone"}, {"reason": "申请单位已于上月注销登记"}, "This field is required.",
    ),
    Try(
        Act.REVOKE, State.DELIVERED, "head", {"ground": "fraud", "reason": "查实以虚假证明取得许可"},
        {"ground": "fraud", "standing": "revoked"}, {"ground": "law_changed", "reason": "查实以虚假证明取得许可"},
        "Select a valid choice",
    ),
    Try(
        Act.RECALL, State.DELIVERED, "head", {"ground": "law_changed", "reason": "所依据的规章已经废止失效"},
        {"ground": "law_changed", "standing": "recalled"}, {"ground": "law_changed", "reason": "废止"},
        "Give the reasons in at least 10 characters",
    ),
    Try(
        Act.CANCEL, State.DELIVERED, "head", {"ground": "on_request", "reason": "被许可人停业并申请注销"},
        {"ground": "on_request", "standing": "cancelled"}, {"ground": "", "reason": "被许可人停业并申请注销"},
        "This field is required.",
    ),
    Try(
        Act.RECUSE, State.IN_REVIEW, "reviewer", {"reason": "与申请人是亲属"}, {}, {"reason": ""},
        "This field is required.", without_right="",
    ),
    Try(
        Act.DELIVER, State.DENIED, "clerk", {"method": "post", "tracking_no": "EX123456789CN", "place": "不填"},
        {"method": "post", "receiver": "", "tracking_no": "EX123456789CN"}, {"method": "locker", "receiver": "代领人"},
        "Say in which locker it lies",
    ),
)  # fmt: skip


def _case(hall: Hall, one: Try) -> str:
    case_no = make.make_case(hall.desk, one.state)
    for act in one.before:
        make.do(hall.desk, act, case_no)
    return case_no


@pytest.mark.parametrize("one", TRIES, ids=str)
def test_the_form_does_its_act(hall: Hall, one: Try) -> None:
    case_no = _case(hall, one)

    status, _text = send(hall.as_(one.who), case_no, one.act, one.good)

    row = list_ledger(SYSTEM, case_no)[-1]
    assert (status, row.act) == (302, one.act)
    assert {name: row.details[name] for name in one.details} == one.details


@pytest.mark.parametrize("one", TRIES, ids=str)
def test_what_is_refused_is_told_and_kept(hall: Hall, one: Try) -> None:
    case_no = _case(hall, one)
    before = len(list_ledger(SYSTEM, case_no))

    status, text = send(hall.as_(one.who), case_no, one.act, one.bad)

    assert status == 422
    assert one.told in text
    assert all(str(value) in text for value in one.bad.values())
    assert len(list_ledger(SYSTEM, case_no)) == before


@pytest.mark.parametrize("one", [one for one in TRIES if one.without_right], ids=str)
def test_without_the_right_nothing_is_done(hall: Hall, one: Try) -> None:
    case_no = _case(hall, one)
    before = len(list_ledger(SYSTEM, case_no))

    status, _text = send(hall.as_(one.without_right), case_no, one.act, one.good)

    assert status == 403
    assert len(list_ledger(SYSTEM, case_no)) == before


@pytest.mark.parametrize("one", TRIES, ids=str)
def test_an_act_that_is_not_possible_any_more_keeps_what_was_typed(hall: Hall, one: Try) -> None:
    case_no = make.make_case(hall.desk, State.WITHDRAWN)

    status, text = send(hall.as_(one.who), case_no, one.act, one.good)

    assert status == 409
    assert f'id="act-{one.act}"' in text
    assert list_ledger(SYSTEM, case_no)[-1].act is Act.WITHDRAW


@pytest.mark.parametrize(
    "one", [one for one in TRIES if one.act in {Act.STOP, Act.EXTEND, Act.REVOKE, Act.WITHDRAW}], ids=str
)
def test_a_burdening_paper_is_read_first(hall: Hall, one: Try) -> None:
    case_no = _case(hall, one)
    before = len(list_ledger(SYSTEM, case_no))

    status, text = send(hall.as_(one.who), case_no, one.act, {**one.good, "confirmed": ""})

    assert status == 200
    assert "read before sealing" in text
    assert str(one.good["reason"]) in text
    assert len(list_ledger(SYSTEM, case_no)) == before


def test_every_act_that_somebody_may_choose_stands_at_the_desk() -> None:
    listed = {act for state in State for kind in CaseType for act in possible_acts(state, kind)}

    assert listed - set(DESK_ACTS) == set()
