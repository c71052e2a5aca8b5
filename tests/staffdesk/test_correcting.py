"""Corrections at the window that the applicant prepared online, and forms that the answers make."""

import io
import re
import uuid

import pytest

from tests.support import cases as make
from tests.support import catalogue, documents, hall, identity, portal
from tests.support.staffdesk import key, make_hall
from yichuang.cases import services
from yichuang.cases.queries import get_case_view, get_draft_view
from yichuang.cases.rules import Act, Channel, State
from yichuang.catalogue.rules import ItemContent, Material, SourceChannel
from yichuang.screens.shown import parts_of

pytestmark = pytest.mark.django_db
PLAN, PAPER = services.Missing("经营场所平面图", "未标明面积"), services.Missing("食品经营许可申请书", "未签字")
NUMBER = services.Missing("身份证号码", "号码有误")
MADE = "食品经营许可申请书"


def _content() -> ItemContent:
    made = Material(code="M1", name=MADE, source=SourceChannel.ANSWERS)
    return catalogue.make_content(materials=(made, Material(code="M2", name="平面图")))


def test_the_clerk_sees_what_was_prepared_and_hands_it_in_with_the_paper() -> None:
    place = make_hall()
    who, client, number = place.desk.applicant, place.as_("clerk"), identity.identity_no(8)
    case_no = portal.case_of(portal.visitor(who), place.desk)
    make.do(place.desk, Act.RECEIVE, case_no)
    services.request_correction(actor=place.desk.clerk, case_no=case_no, missing=[PLAN, PAPER, NUMBER])
    services.keep_correction(actor=who, case_no=case_no, form={"identity_no": number}, papers=["M1"])
    file = io.BytesIO(documents.pdf("new"))
    services.add_correction_file(actor=who, case_no=case_no, code="M2", name="新图.pdf", stream=file)
    url = f"/desk/cases/{case_no}/"

    before = client.get(url).content.decode()
    services.prepare_correction(actor=who, case_no=case_no)
    ready = client.get(url).content.decode()
    done = client.post(f"{url}acts/correct/", {"key": key(), "paper-M1": "on"})

    told = "The applicant has prepared this online"
    assert [told in text for text in (before, ready)] == [False, True]
    assert re.search(rf"To be brought on paper: {MADE}</p>", ready)
    assert "经营场所平面图: 新图.pdf" in ready
    assert number not in ready
    assert done.status_code == 302
    view = get_case_view(who, case_no)
    assert (view.state, view.form["identity_no"]) == (State.RECEIVED, number)


def test_a_form_that_the_answers_make_is_neither_asked_for_nor_missing() -> None:
    place = make_hall(_content())
    client = place.as_("clerk")
    began = client.post("/desk/intake/start/", {"version": place.desk.version.id, "key": key()})
    page = client.get(began["Location"]).content.decode()
    case_no = services.submit_application(
        actor=place.desk.clerk, submission=make.submission(place.desk, materials={"M2": []})
    ).case_no

    facts = client.get(f"/desk/cases/{case_no}/").content.decode()

    assert [f'name="paper-{code}"' in page for code in ("M1", "M2")] == [False, True]
    assert re.search(rf"{MADE}</span>\s*<span class=\"ui-muted\">Made from the answers</span>", facts)


def test_the_second_screen_says_that_the_answers_make_the_form() -> None:
    counter = hall.make_counter(_content())
    clerk, draft = counter.clerk, uuid.uuid4()
    services.start_draft(actor=clerk, key=draft, version_id=counter.desk.version.id, channel=Channel.WINDOW)

    materials = parts_of(get_draft_view(clerk, draft))[-1]

    made, plan = materials.lines
    assert (made.term, made.detail, made.is_missing) == (MADE, "Made from the answers, you need not bring it", False)
    assert plan.is_missing
