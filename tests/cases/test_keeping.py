"""A correction is kept until it is handed in, and waits for papers."""

import io
from datetime import timedelta

import pytest

from tests.support import cases, identity, portal
from tests.support.acts import last_row
from tests.support.cases import Desk
from tests.support.documents import pdf
from yichuang.cases import services
from yichuang.cases.errors import (
    ActNotAllowedError,
    CaseNotFoundError,
    CorrectionOpenError,
    MaterialUnknownError,
    NotYourCaseError,
    PaperAwaitedError,
)
from yichuang.cases.models import Correction
from yichuang.cases.queries import get_case_view, kept_correction
from yichuang.cases.rules import Act, State
from yichuang.cases.services import Missing
from yichuang.core import clock
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db
PLAN, NUMBER = Missing("经营场所平面图", "未标明面积"), Missing("身份证号码", "号码有误")


@pytest.fixture
def desk() -> Desk:
    return cases.make_desk()


@pytest.fixture
def case_no(desk: Desk) -> str:
    """A case of the desk's applicant that was told to correct the plan and the number."""
    number = portal.case_of(portal.visitor(desk.applicant), desk)
    cases.do(desk, Act.RECEIVE, number)
    services.request_correction(actor=desk.clerk, case_no=number, missing=[PLAN, NUMBER])
    return number


def add_plan(desk: Desk, case_no: str, mark: str = "new") -> int:
    """A new plan is kept; the id of its file."""
    stream = io.BytesIO(pdf(mark))
    return services.add_correction_file(
        actor=desk.applicant, case_no=case_no, code="M2", name="新图.pdf", stream=stream
    ).id


def test_answers_and_files_are_kept_and_can_be_left_out(desk: Desk, case_no: str) -> None:
    services.keep_correction(actor=desk.applicant, case_no=case_no, form={"name": "一"}, papers=["M1"])
    services.keep_correction(actor=desk.applicant, case_no=case_no, form={"identity_no": "9901"})
    first, second = add_plan(desk, case_no), add_plan(desk, case_no, "newer")
    services.remove_correction_file(actor=desk.applicant, case_no=case_no, upload_id=first)

    kept = kept_correction(desk.applicant, case_no)

    assert kept is not None
    assert (dict(kept.form), kept.papers, kept.ready_at) == ({"name": "一", "identity_no": "9901"}, ("M1",), None)
    assert {code: [one.id for one in files] for code, files in kept.materials.items()} == {"M2": [second]}


def test_nobody_else_keeps_a_correction_and_only_when_one_is_asked_for(desk: Desk, case_no: str) -> None:
    stranger, other = identity.applicant_actor("李示例"), cases.make_case(desk, State.ACCEPTED)

    for actor, number, error in (
        (stranger, case_no, CaseNotFoundError),
        (desk.clerk, case_no, NotYourCaseError),
        (desk.applicant, other, ActNotAllowedError),
    ):
        with pytest.raises(error):
            services.keep_correction(actor=actor, case_no=number, form={"name": "一"})
    with pytest.raises(MaterialUnknownError):
        services.add_correction_file(
            actor=desk.applicant, case_no=case_no, code="X", name="x.pdf", stream=io.BytesIO(pdf())
        )

    assert Correction.objects.count() == 0 or kept_correction(desk.applicant, case_no) is not None
    assert not Correction.objects.exclude(materials={}).exists()


def test_an_applicant_hands_no_paper_in_online(desk: Desk, case_no: str) -> None:
    with pytest.raises(PaperAwaitedError):
        services.correct_case(actor=desk.applicant, case_no=case_no, materials={"M2": []})

    assert get_case_view(desk.applicant, case_no).state is State.CORRECTION_REQUESTED


def test_the_clerk_hands_in_what_waits_for_the_paper(desk: Desk, case_no: str) -> None:
    number = identity.identity_no(8)
    services.keep_correction(actor=desk.applicant, case_no=case_no, form={"identity_no": number}, papers=["M2"])
    services.prepare_correction(actor=desk.applicant, case_no=case_no)
    seen, before = kept_correction(desk.clerk, case_no), get_case_view(desk.clerk, case_no).form

    services.correct_case(actor=desk.clerk, case_no=case_no, form=before, materials={"M2": []})

    assert seen is not None
    assert seen.form == {"identity_no": number}
    assert get_case_view(desk.applicant, case_no).form["identity_no"] == number
    details = last_row(case_no).details
    assert details["materials"] == [{"code": "M2", "sha256": None}]
    assert details["prepared_at"] == seen.ready_at.isoformat() if seen.ready_at else False
    assert kept_correction(desk.applicant, case_no) is None


def test_files_that_the_applicant_prepared_go_in_by_the_clerks_hand(desk: Desk, case_no: str) -> None:
    plan = add_plan(desk, case_no)
    services.keep_correction(
        actor=desk.applicant, case_no=case_no, form={"identity_no": identity.identity_no(8)}, papers=["M1"]
    )
    services.prepare_correction(actor=desk.applicant, case_no=case_no)

    services.correct_case(actor=desk.clerk, case_no=case_no, materials={"M1": []})

    view = get_case_view(desk.clerk, case_no)
    assert plan in {upload.id for upload in view.materials[1].uploads}


def test_what_is_not_ready_stays_with_the_applicant(desk: Desk, case_no: str) -> None:
    services.keep_correction(actor=desk.applicant, case_no=case_no, form={"identity_no": "9901"}, papers=["M2"])

    with pytest.raises(CorrectionOpenError):
        services.correct_case(actor=desk.clerk, case_no=case_no, materials={"M2": []})

    assert kept_correction(desk.clerk, case_no) is None


def test_a_change_after_all_was_ready_takes_the_word_back(desk: Desk, case_no: str) -> None:
    form = {"identity_no": identity.identity_no(8)}
    services.keep_correction(actor=desk.applicant, case_no=case_no, form=form, papers=["M2"])
    services.prepare_correction(actor=desk.applicant, case_no=case_no)

    services.keep_correction(actor=desk.applicant, case_no=case_no, form={"identity_no": "1"})

    kept = kept_correction(desk.applicant, case_no)
    assert kept is not None
    assert kept.ready_at is None


def test_corrections_never_handed_in_are_forgotten_with_old_drafts(desk: Desk, case_no: str) -> None:
    services.keep_correction(actor=desk.applicant, case_no=case_no, form={"name": "一"})

    services.forget_old_drafts(actor=SYSTEM, before=clock.now() - timedelta(minutes=1))
    still = Correction.objects.count()
    services.forget_old_drafts(actor=SYSTEM, before=clock.now() + timedelta(minutes=1))

    assert (still, Correction.objects.count()) == (1, 0)
