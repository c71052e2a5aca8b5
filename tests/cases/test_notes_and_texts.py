"""Remarks, standard texts, saved filters."""

import pytest

from tests.support import cases, identity
from tests.support import organisations as bodies
from yichuang.cases import queries, services
from yichuang.cases.errors import (
    CaseNotFoundError,
    FilterInvalidError,
    FilterNameTakenError,
    FilterNotFoundError,
    NoteInvalidError,
    TextInvalidError,
    TextNotFoundError,
    TextTitleTakenError,
    TooManyFiltersError,
)
from yichuang.cases.models import Note, SavedFilter, StandardText
from yichuang.cases.rules import State, TextKind
from yichuang.core.actor import ANONYMOUS, Actor, RightMissingError, SignInRequiredError
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db
PROBLEM, DENIAL = TextKind.PROBLEM, TextKind.DENIAL


def test_colleagues_read_each_others_remarks_in_order() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)

    first = services.add_note(actor=desk.clerk, case_no=case_no, text=" 申请人下午补交原件 ")
    again = services.add_note(actor=desk.clerk, case_no=case_no, text="申请人下午补交原件")
    services.add_note(actor=desk.reviewer, case_no=case_no, text="知悉")

    notes = queries.list_notes(desk.reviewer, case_no)
    assert (first, [(one.author, one.text, one.is_own) for one in notes]) == (
        again,
        [("窗口甲", "申请人下午补交原件", False), ("审查乙", "知悉", True)],
    )
    assert [one.text for one in queries.list_notes(desk.clerk, case_no, limit=1)] == ["知悉"]


def test_remarks_are_not_for_applicants_and_strangers() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    stranger = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation())
    refused: list[tuple[Actor, type[Exception]]] = [
        (desk.applicant, RightMissingError), (stranger, CaseNotFoundError), (ANONYMOUS, SignInRequiredError),
    ]  # fmt: skip

    for actor, error in refused:
        with pytest.raises(error):
            services.add_note(actor=actor, case_no=case_no, text="x")
        with pytest.raises(error):
            queries.list_notes(actor, case_no)
    assert Note.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   ", "长" * 2001, "a\x00b"])
def test_a_remark_says_something_and_not_too_much(text: str) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    with pytest.raises(NoteInvalidError):
        services.add_note(actor=desk.clerk, case_no=case_no, text=text)


def manager() -> Actor:
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    return identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority)


def titles(actor: Actor, kind: TextKind | None = None, organisation_id: int | None = None) -> list[str]:
    return [one.title for one in queries.list_texts(actor, kind, organisation_id)]


def test_texts_are_the_organisations_own_and_the_centres() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    centre = manager()
    for actor, organisation_id, title in (
        (desk.official, desk.organisation_id, "甲"),
        (other.official, other.organisation_id, "乙"),
        (centre, None, "丙"),
    ):
        services.save_text(actor=actor, organisation_id=organisation_id, kind=PROBLEM, title=title, text="未盖章")
    services.save_text(actor=centre, organisation_id=None, kind=DENIAL, title="丁", text="不符合条件")

    assert titles(desk.clerk, PROBLEM) == ["丙", "甲"]
    assert set(titles(desk.clerk)) == {"甲", "丙", "丁"}
    assert set(titles(centre, PROBLEM)) == {"甲", "乙", "丙"}
    assert titles(centre, PROBLEM, other.organisation_id) == ["丙", "乙"]
    with pytest.raises(RightMissingError):
        titles(desk.clerk, PROBLEM, other.organisation_id)


def test_a_text_is_changed_retired_and_brought_back() -> None:
    desk = cases.make_desk()
    given = {"actor": desk.official, "organisation_id": desk.organisation_id, "kind": PROBLEM}

    text_id = services.save_text(**given, title="未盖章", text="未盖章")  # type: ignore[arg-type]  # by name
    services.save_text(**given, title="缺章", text="申请书未盖章", text_id=text_id)  # type: ignore[arg-type]
    changed = queries.list_texts(desk.clerk)
    services.retire_text(actor=desk.official, text_id=text_id)
    retired = (titles(desk.clerk), len(queries.list_texts(desk.clerk, has_retired=True)))
    back = services.save_text(**given, title="缺章", text="请盖公章")  # type: ignore[arg-type]

    assert [(one.id, one.title, one.text) for one in changed] == [(text_id, "缺章", "申请书未盖章")]
    assert (retired, back) == (([], 1), text_id)
    assert [one.text for one in queries.list_texts(desk.clerk)] == ["请盖公章"]


def test_two_texts_of_a_kind_do_not_share_a_title() -> None:
    centre = manager()
    services.save_text(actor=centre, organisation_id=None, kind=PROBLEM, title="甲", text="一")
    other = services.save_text(actor=centre, organisation_id=None, kind=PROBLEM, title="乙", text="二")
    services.save_text(actor=centre, organisation_id=None, kind=DENIAL, title="甲", text="三")

    with pytest.raises(TextTitleTakenError):
        services.save_text(actor=centre, organisation_id=None, kind=PROBLEM, title=" 甲 ", text="四")
    with pytest.raises(TextTitleTakenError):
        services.save_text(actor=centre, organisation_id=None, kind=PROBLEM, title="甲", text="四", text_id=other)
    assert set(StandardText.objects.values_list("text", flat=True)) == {"一", "二", "三"}


def test_texts_are_kept_by_those_whose_they_are() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    text_id = services.save_text(
        actor=desk.official, organisation_id=desk.organisation_id, kind=PROBLEM, title="甲", text="一"
    )

    for actor, organisation_id in (
        (desk.clerk, desk.organisation_id), (desk.official, None), (desk.official, other.organisation_id),
    ):  # fmt: skip
        with pytest.raises(RightMissingError):
            services.save_text(actor=actor, organisation_id=organisation_id, kind=PROBLEM, title="乙", text="二")
    with pytest.raises(RightMissingError):
        services.retire_text(actor=other.official, text_id=text_id)
    with pytest.raises(TextNotFoundError):
        services.retire_text(actor=desk.official, text_id=text_id + 1)
    assert StandardText.objects.get().is_active


def test_every_field_of_a_text_that_does_not_fit_is_named() -> None:
    centre = manager()

    with pytest.raises(TextInvalidError) as refusal:
        services.save_text(actor=centre, organisation_id=None, kind=PROBLEM, title="题" * 61, text=" ")
    assert [problem.field for problem in refusal.value.problems] == ["title", "text"]


def test_filters_are_ones_own() -> None:
    desk = cases.make_desk()

    later = services.save_filter(actor=desk.clerk, name="乙 已收件", query="?state=received")
    services.save_filter(actor=desk.clerk, name="丙 到期", query="due=soon")
    services.save_filter(actor=desk.reviewer, name="乙 已收件", query="")

    assert [(one.name, one.query) for one in queries.list_filters(desk.clerk)] == [
        ("丙 到期", "due=soon"), ("乙 已收件", "state=received"),
    ]  # fmt: skip
    with pytest.raises(FilterNotFoundError):
        services.delete_filter(actor=desk.reviewer, filter_id=later)
    services.delete_filter(actor=desk.clerk, filter_id=later)
    assert [one.name for one in queries.list_filters(desk.clerk)] == ["丙 到期"]
    assert queries.list_filters(ANONYMOUS) == ()


def test_twenty_filters_are_enough() -> None:
    desk = cases.make_desk()
    for number in range(20):
        services.save_filter(actor=desk.clerk, name=f"筛选{number}", query="")

    with pytest.raises(TooManyFiltersError):
        services.save_filter(actor=desk.clerk, name="再一个", query="")
    with pytest.raises(FilterNameTakenError):
        services.save_filter(actor=desk.clerk, name="筛选3", query="")
    assert SavedFilter.objects.count() == 20


@pytest.mark.parametrize(("name", "query"), [("", ""), (" ", ""), ("名" * 41, ""), ("名", "q" * 501), ("a\nb", "")])
def test_a_filter_has_a_name_and_fits(name: str, query: str) -> None:
    desk = cases.make_desk()

    with pytest.raises(FilterInvalidError):
        services.save_filter(actor=desk.clerk, name=name, query=query)
    with pytest.raises(RightMissingError):
        services.save_filter(actor=desk.applicant, name="名", query="")
