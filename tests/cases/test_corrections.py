"""Corrections: every line of the notice is answered, and the desk sees what changed."""

import io
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from tests.support import cases, identity
from tests.support.acts import case, last_row, traces
from tests.support.catalogue import make_content
from tests.support.documents import pdf
from yichuang.cases import queries, services
from yichuang.cases.errors import (
    CorrectionOpenError,
    CorrectionUnchangedError,
    FormInvalidError,
)
from yichuang.cases.rules import Act, Line, LineKind, changed_answers, notice_lines, open_lines
from yichuang.cases.services import Missing
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.problems import filled
from yichuang.documents.services import store_upload

NUMBER = identity.identity_no(7)
ITEM = {"item": "", "problem": "不清晰", "remedy": ""}


@pytest.mark.parametrize(
    ("item", "kind", "code"),
    [
        ("经营场所平面图", LineKind.MATERIAL, "M2"),
        ("M2", LineKind.MATERIAL, "M2"),
        (" 姓名 ", LineKind.QUESTION, "name"),
        ("identity_no", LineKind.QUESTION, "identity_no"),
        ("授权委托书", LineKind.OTHER, ""),
    ],
)
def test_a_line_of_the_notice_is_matched_by_its_name(item: str, kind: LineKind, code: str) -> None:
    lines = notice_lines(make_content(), [{**ITEM, "item": item}])

    assert lines == (Line(1, item, "不清晰", "", kind, code),)


@pytest.mark.parametrize(
    ("answers", "materials", "left"),
    [
        ([], [], [1, 2, 3]),
        (["name"], [], [1]),
        ([], ["M2"], [2]),
        (["name"], ["M2"], []),
        (["identity_no"], ["M1"], [1, 2]),
    ],
)
def test_a_line_is_answered_by_what_it_speaks_of(answers: list[str], materials: list[str], left: list[int]) -> None:
    lines = notice_lines(make_content(), [{**ITEM, "item": one} for one in ("M2", "姓名", "其他")])

    assert [line.number for line in open_lines(lines, answers, materials)] == left


def test_an_answer_that_came_or_went_has_changed() -> None:
    assert changed_answers({"a": "1", "b": "2", "c": "3"}, {"b": "2", "c": ["3"], "d": "4"}) == {
        "a": ["1", ""],
        "c": ["3", ["3"]],
        "d": ["", "4"],
    }


def asked(desk: cases.Desk, *items: str) -> str:
    """A case whose applicant was told to correct these."""
    case_no = cases.make_case(desk)
    cases.do(desk, Act.RECEIVE, case_no)
    missing = [Missing(item=item, problem=f"{item}不清晰") for item in items]
    services.request_correction(actor=desk.clerk, case_no=case_no, missing=missing)
    return case_no


def upload(actor: Actor, mark: str = "new") -> int:
    """A file handed in by the actor."""
    return store_upload(actor=actor, name="平面图.pdf", stream=io.BytesIO(pdf(mark))).id


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"form": {}},
        {"form": {"name": "张示例", "identity_no": NUMBER}},
        {"form": {"name": " 张示例\u200b", "nobody_asked": "x"}, "materials": {}},
    ],
)
def test_a_correction_that_changes_nothing_is_refused(given: dict[str, Any]) -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "经营场所平面图", "姓名")
    before = traces()

    with pytest.raises(CorrectionUnchangedError) as refusal:
        services.correct_case(actor=desk.applicant, case_no=case_no, **given)
    assert [one.field for one in refusal.value.problems] == ["material-M2", "name"]
    assert traces() == before


@pytest.mark.django_db
def test_every_open_line_is_named_at_once_in_the_readers_language() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "经营场所平面图", "食品经营许可申请书", "姓名")
    before = traces()

    with pytest.raises(CorrectionOpenError) as refusal:
        services.correct_case(actor=desk.applicant, case_no=case_no, form={"name": "张改正"})
    problems = refusal.value.problems
    assert [(one.field, one.code) for one in problems] == [
        ("material-M2", "cases.correction_open"),
        ("material-M1", "cases.correction_open"),
    ]
    with override("zh-hans"):
        assert filled(problems[0].text, problems[0].details) == (
            "告知书指出：“经营场所平面图不清晰”。请上传新文件，或者到窗口提交纸质材料。"
        )
    with override("en"):
        assert filled(problems[0].text, problems[0].details) == (
            "The notice says “经营场所平面图不清晰”. Please add a new file, or bring the paper to the window."
        )
    assert traces() == before


@pytest.mark.django_db
def test_wrong_answers_and_open_lines_are_told_together() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "经营场所平面图", "姓名")

    with pytest.raises(FormInvalidError) as refusal:
        services.correct_case(actor=desk.applicant, case_no=case_no, form={"name": "张改正", "identity_no": "1"})
    assert [one.field for one in refusal.value.problems] == ["identity_no", "material-M2"]


@pytest.mark.django_db
def test_the_file_that_was_there_already_is_no_new_one() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "经营场所平面图")
    services.correct_case(actor=desk.applicant, case_no=case_no, materials={"M2": [upload(desk.applicant, "a")]})
    old = case(case_no)
    old.state, old.corrections = "correction_requested", 1
    old.save()  # as if it had been asked for a second time, to try the same file again

    with pytest.raises(CorrectionUnchangedError):
        services.correct_case(actor=desk.applicant, case_no=case_no, materials={"M2": [upload(desk.applicant, "a")]})


@pytest.mark.django_db
def test_a_line_about_something_else_is_answered_by_any_change() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "授权委托书")

    done = services.correct_case(actor=desk.applicant, case_no=case_no, form={"name": "张改正"})

    assert done.act is Act.CORRECT


@pytest.mark.django_db
def test_the_desk_sees_what_the_correction_changed_masked() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "经营场所平面图", "姓名")
    assert queries.correction_changes(desk.clerk, case_no) is None
    file = upload(desk.applicant)

    services.correct_case(actor=desk.applicant, case_no=case_no, form={"name": "李改正"}, materials={"M2": [file]})

    seen, own = queries.correction_changes(desk.clerk, case_no), queries.correction_changes(desk.applicant, case_no)
    assert seen is not None
    assert own is not None
    assert [(one.field, one.label, one.before, one.after) for one in seen.answers] == [("name", "姓名", "张**", "李**")]
    assert [(one.before, one.after) for one in own.answers] == [("张示例", "李改正")]
    assert [(one.code, [two.id for two in one.uploads], one.is_paper) for one in seen.materials] == [
        ("M2", [file], False)
    ]
    assert [(one.line.item, one.is_answered) for one in seen.lines] == [("经营场所平面图", True), ("姓名", True)]
    assert (seen.actor_kind, seen.actor_name) == ("applicant", "")


@pytest.mark.django_db
def test_a_paper_at_the_window_is_told_as_paper() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "经营场所平面图")
    services.correct_case(actor=desk.clerk, case_no=case_no, materials={"M2": []})

    seen = queries.correction_changes(desk.clerk, case_no)

    assert seen is not None
    assert (seen.answers, seen.materials[0].is_paper, seen.actor_name) == ((), True, "窗口甲")


@pytest.mark.django_db
def test_the_answers_before_and_after_are_sealed_in_the_ledger() -> None:
    desk = cases.make_desk()
    case_no = asked(desk, "姓名")

    services.correct_case(actor=desk.applicant, case_no=case_no, form={"name": "李改正"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(l)::text, '') FROM cases_ledgerrow l")
        text = cursor.fetchone()[0]
    assert not [one for one in ("李改正", "张示例", "李改正".encode().hex()) if one in text]
    assert isinstance(last_row(case_no).details["answers"], str)
    assert services.verify_ledger(actor=SYSTEM, case_no=case_no).broken == ()
