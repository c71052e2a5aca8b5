"""What the forms off the straight road ask for, and what the pages say of it: promises, hearings, the higher body, letters."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import cases as make
from tests.support import identity
from tests.support import organisations as bodies
from tests.support.catalogue import make_content, make_published_item, wd
from tests.support.documents import pdf
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases import services
from yichuang.cases.queries import get_case_view, list_ledger
from yichuang.cases.rules import Act, Hearing, State
from yichuang.catalogue.rules import Commitment, Handling, Purpose
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right, Role
from yichuang.deadlines.rules import Procedure
from yichuang.identity.queries import actor_of

pytestmark = pytest.mark.django_db
REASON = "情况复杂，需要进一步核实有关事实"
UPPER = "示例省卫生健康委员会"
PROMISING = Handling(
    deferral_limit=wd(5), commitment=Commitment(terms=("场所符合卫生要求",), consequence="撤销准予决定")
)


HEARING = {"procedure": "hearing", "reason": REASON, "place": "三楼听证室", "held_time": "09:30"}


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


def received_without_plan(hall: Hall) -> str:
    """A received case in which a material that may follow is missing."""
    desk = hall.desk
    case_no = services.submit_application(
        actor=desk.clerk, submission=make.submission(desk, materials={"M1": []})
    ).case_no
    make.do(desk, Act.RECEIVE, case_no)
    return case_no


def test_what_may_follow_is_ticked_promised_and_brought() -> None:
    hall = make_hall(make_content(handling=PROMISING))
    case_no, clerk = received_without_plan(hall), hall.as_("clerk")

    unticked = send(clerk, case_no, "accept", {})
    ticked = send(clerk, case_no, "accept", {"deferred": ["M2"]})
    told = show(clerk, case_no)
    nothing = send(clerk, case_no, "supply", {})
    plan = SimpleUploadedFile("图.pdf", pdf("plan"), "application/pdf")
    brought = send(clerk, case_no, "supply", {"file-M2": plan})

    assert (unticked[0], ticked[0], nothing[0], brought[0]) == (409, 302, 422, 302)
    assert "经营场所平面图" in unticked[1]
    assert "Tick what was brought on paper, or choose its files." in nothing[1]
    assert "Follows later" in told
    assert "promised by" in told
    assert "has come" in show(clerk, case_no)
    assert get_case_view(hall.desk.clerk, case_no).pledges[0].is_kept


def test_files_are_taken_where_something_is_corrected_or_put_right_at_the_window(hall: Hall) -> None:
    told, fresh = make.make_case(hall.desk, State.CORRECTION_REQUESTED), make.make_case(hall.desk)
    files = [SimpleUploadedFile(f"{one}.pdf", pdf(one), "application/pdf") for one in ("新图", "附图", "另图")]

    corrected = send(hall.as_("clerk"), told, "correct", {"file-M2": files[:2]})
    fixed = send(hall.as_("clerk"), fresh, "fix", {"file-M2": files[2]})
    nothing = send(hall.as_("clerk"), fresh, "fix", {})

    rows = [list_ledger(SYSTEM, one)[-1] for one in (told, fresh)]
    assert (corrected[0], fixed[0], nothing[0]) == (302, 302, 422)
    assert [(row.act, len(row.details["materials"])) for row in rows] == [(Act.CORRECT, 2), (Act.FIX, 1)]  # type: ignore[arg-type]  # lists


def test_only_what_is_missing_and_may_follow_is_offered() -> None:
    hall = make_hall(make_content(handling=PROMISING))
    lacking, whole = received_without_plan(hall), make.make_case(hall.desk, State.RECEIVED)

    offered = [re.findall(r'name="deferred" value="(\w+)"', show(hall.as_("clerk"), one)) for one in (lacking, whole)]

    assert offered == [["M2"], []]


def test_a_commitment_is_declared_granted_and_checked() -> None:
    hall = make_hall(make_content(handling=PROMISING))
    case_no = make.make_case(hall.desk, State.RECEIVED)

    silent = send(hall.as_("clerk"), case_no, "commit", {})
    granted = send(hall.as_("clerk"), case_no, "commit", {"is_declared": "on"})
    told = show(hall.as_("reviewer"), case_no)
    checked = send(hall.as_("reviewer"), case_no, "verify", {"found": "broken", "text": "现场核查发现不符"})

    assert (silent[0], granted[0], checked[0]) == (422, 302, 302)
    assert "Nothing is granted on a commitment that was not made." in silent[1]
    assert "to be checked by" in told
    assert list_ledger(SYSTEM, case_no)[-1].details["is_kept"] is False


def test_a_hearing_needs_its_day_place_and_chair_and_nothing_else_does(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    head = hall.desk.head.account_id

    lacking = send(
        hall.as_("official"), case_no, "stop", {"procedure": "hearing", "reason": REASON, "expected_on": day(20)}
    )
    called = {**HEARING, "expected_on": day(20), "held_on": day(9), "chair": head}
    soon = send(hall.as_("official"), case_no, "stop", {**called, "held_on": day(2)})
    good = send(hall.as_("official"), case_no, "stop", called)

    assert (lacking[0], soon[0], good[0]) == (422, 422, 302)
    assert lacking[1].count('href="#stop_') == 4
    assert 'href="#stop_held_on"' in soon[1]
    assert "三楼听证室" in soon[1]
    assert list_ledger(SYSTEM, case_no)[-1].details["hearing"]["chair"] == head  # type: ignore[index]  # of a hearing


def test_who_reviewed_is_not_in_the_chair_and_what_was_typed_is_kept(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    typed = {**HEARING, "expected_on": day(20), "held_on": day(9), "chair": hall.desk.reviewer.account_id}

    status, text = send(hall.as_("official"), case_no, "stop", typed)

    assert status == 403
    assert 'href="#stop_chair"' in text
    assert "三楼听证室" in text


def test_a_hearing_ends_with_its_record_and_who_took_part(hall: Hall) -> None:
    with clock.simulated(clock.now() - timedelta(days=20)):
        case_no = make.make_case(hall.desk, State.IN_REVIEW)
        plan = services.HearingPlan(
            clock.now() + timedelta(days=10), "三楼听证室", hall.desk.head.account_id or 0, "选址"
        )
        services.begin_procedure(
            actor=hall.desk.official,
            case_no=case_no,
            procedure=Procedure.HEARING,
            reason=REASON,
            expected_on=clock.today() + timedelta(days=15),
            hearing=plan,
        )
    record = {"result": "申请人陈述意见", "people": "张示例\n审查乙"}
    reviewer = hall.as_("reviewer")

    alone = send(reviewer, case_no, "resume", {"result": "申请人陈述意见"})
    read = send(reviewer, case_no, "resume", {**record, "confirmed": ""})
    before = get_case_view(hall.desk.reviewer, case_no).hearing
    ended = send(reviewer, case_no, "resume", record)

    assert (alone[0], read[0], ended[0]) == (422, 200, 302)
    assert 'href="#resume_people"' in alone[1]
    assert re.search(r"<h2[^>]*>Record of a hearing</h2>", read[1])
    assert before is Hearing.NONE
    assert get_case_view(hall.desk.reviewer, case_no).hearing is Hearing.HELD


@pytest.mark.parametrize(
    ("procedure", "told"),
    [
        ("site_visit", "The clocks run on meanwhile"),
        ("inspection", "批准丙"),
        ("test", "批准丙"),
        ("quarantine", "批准丙"),
    ],
)
def test_two_of_the_body_go_where_nobody_may_go_alone(hall: Hall, procedure: str, told: str) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    two = [hall.desk.official.account_id, hall.desk.head.account_id]
    typed = {"procedure": procedure, "reason": REASON, "expected_on": day(3)}

    alone = send(hall.as_("official"), case_no, "stop", {**typed, "people": two[:1]})
    read = send(hall.as_("official"), case_no, "stop", {**typed, "people": two, "confirmed": ""})
    gone = send(hall.as_("official"), case_no, "stop", {**typed, "people": two})

    assert (alone[0], read[0], gone[0]) == (422, 200, 302)
    assert 'href="#stop_people' in alone[1]
    assert told in read[1]
    assert [one["account"] for one in list_ledger(SYSTEM, case_no)[-1].details["people"]] == two  # type: ignore[attr-defined]


def test_an_appraisal_asks_for_nobody_to_go(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    typed = {"procedure": "appraisal", "reason": REASON, "expected_on": day(3)}

    assert send(hall.as_("official"), case_no, "stop", typed)[0] == 302
    assert "people" not in list_ledger(SYSTEM, case_no)[-1].details


def test_only_staff_of_the_body_are_offered_to_go_themselves_included(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    hall.staff(Role.CENTRE_MANAGER, name="中心庚")
    url = reverse("staffdesk:act", args=[case_no, "stop"])

    text = hall.as_("official").get(url).content.decode()

    assert "批准丙" in re.findall(r'(?s)name="people".*', text)[0]
    assert "中心庚" not in text


def test_a_case_goes_up_and_its_answer_binds() -> None:
    hall = make_hall(make_content(handling=Handling(upper_body=UPPER)))
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    up = {"opinion": "初审同意，建议准予", "carrier": "专人送达", "expected_on": day(20)}

    read = send(hall.as_("official"), case_no, "send_up", {**up, "confirmed": ""})
    sent = send(hall.as_("official"), case_no, "send_up", up)
    back = send(hall.as_("reviewer"), case_no, "bring_back", {"answer": "granted", "document_no": "省批2号"})
    denied = send(hall.as_("official"), case_no, "deny", {"reason": "申请人不符合法律规定的条件"})

    assert (read[0], sent[0], back[0], denied[0]) == (200, 302, 302, 409)
    assert UPPER in read[1]
    assert "省批2号" in denied[1]


def chief_of(hall: Hall, **terms: object) -> Client:
    """A chief representative of the department with a letter of these terms."""
    staff_id = bodies.make_staff(hall.desk.organisation_id, "首席壬")
    post_id = bodies.make_post(hall.desk.organisation_id, Role.CHIEF_REPRESENTATIVE, title="首席代表")
    bodies.hold(post_id, staff_id)
    bodies.make_letter(post_id, staff_id, number="授1", **terms)  # type: ignore[arg-type]  # terms by name
    return client_for(actor_of(identity.make_staff_account(staff_id), on=clock.today()))


def test_a_letter_up_to_an_amount_asks_for_it_and_is_cited(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    chief = chief_of(hall, most_cents=100_000)

    asked = ['name="amount"' in show(one, case_no) for one in (chief, hall.as_("official"))]
    tries = [
        send(chief, case_no, "grant", {"conditions": "每年检查", "amount": one}) for one in ("", "1000.01", "1000")
    ]

    assert asked == [True, False]
    assert [status for status, _text in tries] == [422, 403, 302]
    assert all('href="#grant_amount"' in text and "每年检查" in text for _status, text in tries[:2])
    assert list_ledger(SYSTEM, case_no)[-1].details["authority"]["number"] == "授1"  # type: ignore[index]  # of a letter
    assert "letter of authority 授1" in show(chief, case_no, "?tab=ledger")


def test_what_a_letter_does_not_cover_is_told_with_what_was_typed(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)

    status, text = send(chief_of(hall, rights=(Right.ACCEPT,)), case_no, "deny", {"reason": REASON})

    assert status == 403
    assert "授1 does not cover this act" in text
    assert f"{REASON}</textarea>" in text


def test_who_received_it_is_told_that_somebody_else_reviews() -> None:
    hall = make_hall(make_content(handling=Handling(are_duties_apart=True)))
    case_no = make.make_case(hall.desk)
    both = identity.staff_actor(Role.WINDOW_CLERK, Role.REVIEWER, organisation_id=hall.desk.organisation_id)
    for act in (Act.RECEIVE, Act.ACCEPT):
        make.do(hall.desk, act, case_no, actor=both)

    status, text = send(client_for(both), case_no, "review", {"opinion": "grant", "text": "符合条件"})

    assert status == 403
    assert "for this item somebody else does what comes next" in text
    assert "符合条件</textarea>" in text


def test_an_amendment_leads_to_what_it_is_about(hall: Hall) -> None:
    original = make.make_case(hall.desk, State.DELIVERED)
    amending = make_content(name="食品经营许可变更", handling=Handling(purpose=Purpose.AMEND))
    desk = replace(hall.desk, version=make_published_item("A2", amending, hall.desk.organisation_id))
    case_no = services.submit_application(actor=desk.clerk, submission=make.submission(desk, about=original)).case_no

    text = show(hall.as_("clerk"), case_no)

    assert f'<dd><a href="/desk/cases/{original}/">{original}</a>' in text
