"""What acts let their papers say: the remedies of the guide, commitments, promises made online, purposes, and what is delivered."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.cases.test_filing_for_others import agent_for
from tests.support import cases
from tests.support.acts import at, case, paper_of
from tests.support.cases import Desk, do, make_case, make_desk
from tests.support.catalogue import make_content, wd
from tests.support.documents import pdf
from yichuang.cases import services
from yichuang.cases.rules import GROUND_WORDS, OUTCOME_WORDS, Act, Channel, DeliveryMethod, State
from yichuang.catalogue.rules import Commitment, Handling, ItemType, Purpose
from yichuang.core.actor import Actor
from yichuang.documents.models import Paper
from yichuang.documents.rules import PaperKind
from yichuang.documents.services import store_upload
from yichuang.documents.vendors.typesetting import TEMPLATE_FOLDER

pytestmark = pytest.mark.django_db

REMEDIES = "六十日内申请行政复议，六个月内提起行政诉讼"
ON_COMMITMENT = Handling(
    commitment=Commitment(
        terms=("场所符合要求",), terms_en=("The premises fit",), consequence="撤销许可", consequence_en="It is revoked"
    ),
    deferral_limit=wd(5),
)


def _online(desk: Desk, *codes: str, agent: Actor | None = None, **wishes: Any) -> str:
    """An application that the desk's applicant, or an agent for him, makes online with those materials."""
    actor = agent or desk.applicant
    given = {one: [store_upload(actor=actor, name=f"{one}.pdf", stream=io.BytesIO(pdf(one))).id] for one in codes}
    submission = cases.submission(desk, channel=Channel.ONLINE, materials=given, **wishes)
    case_no = services.submit_application(actor=actor, submission=submission).case_no
    do(desk, Act.RECEIVE, case_no)
    return case_no


def _paper(case_no: str, kind: PaperKind) -> Any:
    return Paper.objects.get(subject=case_no, kind=kind.value).data


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.RECEIVED, Act.REFUSE),
        (State.RECEIVED, Act.NOT_REQUIRED),
        (State.RECEIVED, Act.TERMINATE),
        (State.IN_REVIEW, Act.DENY),
        (State.GRANTED, Act.REVOKE),
        (State.DELIVERED, Act.RECALL),
        (State.DELIVERED, Act.CANCEL),
    ],
)
def test_the_papers_tell_the_remedies_of_the_guide(state: State, act: Act) -> None:
    desk = make_desk(make_content(remedies_en="Sixty days, six months."))
    case_no = make_case(desk, state)

    do(desk, act, case_no)

    data = paper_of(case_no).data
    assert (data["remedies"], data["remedies_en"]) == (REMEDIES, "Sixty days, six months.")


def test_a_grant_on_commitment_says_what_was_committed_and_by_when_it_is_checked() -> None:
    desk = make_desk(make_content(handling=ON_COMMITMENT))
    with at("2026-03-02T10:00"):
        case_no = make_case(desk, State.RECEIVED)
        do(desk, Act.COMMIT, case_no)

    told = {
        "terms": ["场所符合要求"],
        "terms_en": ["The premises fit"],
        "verify_by": "2026-05-28",
        "consequence": "撤销许可",
        "consequence_en": "It is revoked",
    }
    promise = _paper(case_no, PaperKind.COMMITMENT)
    assert _paper(case_no, PaperKind.DECISION_GRANTED)["commitment"] == told
    assert {name: promise[name] for name in told} == told
    assert promise["confirmed_on"] is None


def test_a_grant_after_examination_tells_of_no_commitment() -> None:
    case_no = make_case(make_desk(make_content(handling=ON_COMMITMENT)), State.GRANTED)

    assert _paper(case_no, PaperKind.DECISION_GRANTED)["commitment"] is None


def test_a_commitment_made_online_is_not_signed_again() -> None:
    desk = make_desk(make_content(handling=ON_COMMITMENT))
    with at("2026-03-02T10:00"):
        case_no = _online(desk, "M1", is_on_commitment=True)
    with at("2026-03-03T10:00"):
        do(desk, Act.COMMIT, case_no)

    assert _paper(case_no, PaperKind.COMMITMENT)["confirmed_on"] == "2026-03-02"


def test_a_commitment_that_an_agent_made_online_is_signed_by_the_applicant() -> None:
    desk = make_desk(make_content(handling=ON_COMMITMENT))
    case_no = _online(desk, "M1", agent=agent_for(desk), is_on_commitment=True)

    do(desk, Act.COMMIT, case_no)

    assert _paper(case_no, PaperKind.COMMITMENT)["confirmed_on"] is None


def test_a_commitment_that_was_not_wished_online_is_signed() -> None:
    desk = make_desk(make_content(handling=ON_COMMITMENT))
    case_no = _online(desk, "M1", "M2")

    do(desk, Act.COMMIT, case_no)

    assert _paper(case_no, PaperKind.COMMITMENT)["confirmed_on"] is None


def test_a_promise_made_online_is_not_signed_again() -> None:
    desk = make_desk(make_content(handling=ON_COMMITMENT))
    with at("2026-03-02T10:00"):
        case_no = _online(desk, "M1", later=("M2",))
        services.accept_case(actor=desk.clerk, case_no=case_no, deferred=["M2"])

    assert _paper(case_no, PaperKind.DEFERRAL_PROMISE)["confirmed_on"] == "2026-03-02"


def test_a_promise_made_at_the_window_is_signed() -> None:
    desk = make_desk(make_content(handling=ON_COMMITMENT))
    given = cases.submission(desk, materials={"M1": []}, later=("M2",))
    case_no = services.submit_application(actor=desk.clerk, submission=given).case_no
    do(desk, Act.RECEIVE, case_no)

    services.accept_case(actor=desk.clerk, case_no=case_no, deferred=["M2"])

    assert _paper(case_no, PaperKind.DEFERRAL_PROMISE)["confirmed_on"] is None


@pytest.mark.parametrize(
    ("act", "kind"), [(Act.GRANT, PaperKind.DECISION_GRANTED), (Act.DENY, PaperKind.DECISION_DENIED)]
)
def test_a_decision_about_what_was_granted_elsewhere_says_the_purpose(act: Act, kind: PaperKind) -> None:
    desk = make_desk(make_content(handling=Handling(purpose=Purpose.CANCEL)))
    case_no = make_case(desk, State.IN_REVIEW)

    do(desk, act, case_no)

    assert _paper(case_no, kind)["purpose"] == "cancel"


@pytest.mark.parametrize(
    ("item_type", "purpose", "name"),
    [
        (ItemType.LICENCE, Purpose.NEW, "准予行政许可决定书"),
        (ItemType.LICENCE, Purpose.CANCEL, "准予注销行政许可决定书"),
        (ItemType.CONFIRMATION, Purpose.NEW, "准予办理决定书"),
    ],
)
def test_the_proof_of_delivery_names_the_decision_as_its_title_does(
    item_type: ItemType, purpose: Purpose, name: str
) -> None:
    desk = make_desk(make_content(item_type=item_type, handling=Handling(purpose=purpose)))
    case_no = make_case(desk, State.ISSUED)

    do(desk, Act.DELIVER, case_no)

    delivered = _paper(case_no, PaperKind.DELIVERY_RECEIPT)["delivered"]
    assert delivered == ["食品经营许可证", name + case(case_no).certificate_no]


@pytest.mark.parametrize(
    ("method", "receiver"),
    [
        (DeliveryMethod.WINDOW, "张示例"),
        (DeliveryMethod.POST, ""),
        (DeliveryMethod.LOCKER, ""),
        (DeliveryMethod.ELECTRONIC, ""),
    ],
)
def test_only_what_is_handed_over_was_received_by_somebody(method: DeliveryMethod, receiver: str) -> None:
    desk = make_desk()
    case_no = make_case(desk, State.ISSUED)

    services.deliver_result(actor=desk.clerk, case_no=case_no, method=method)

    assert _paper(case_no, PaperKind.DELIVERY_RECEIPT)["receiver"] == receiver


def test_a_case_that_lapsed_cites_the_notice_that_told_so_and_no_rule_of_another_place() -> None:
    desk = make_desk()
    case_no = make_case(desk, State.CORRECTION_REQUESTED)
    number = paper_of(case_no).number

    do(desk, Act.LAPSE, case_no)

    paper = paper_of(case_no)
    assert paper.data["legal_ground"] == f"《行政许可申请材料补正一次性告知书》（{number}）告知的逾期后果"
    assert paper.authority == "本地办理规则"


def test_every_word_for_what_ends_has_its_english_on_papers() -> None:
    known = Path(TEMPLATE_FOLDER, "readings.typ").read_text()

    words = [*GROUND_WORDS.values(), *OUTCOME_WORDS.values()]

    assert [word for word in words if f'"{word}": "' not in known] == []
