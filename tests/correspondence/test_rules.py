"""Words, personal data, numbers and times."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.identity import identity_no
from yichuang.cases.rules import Act
from yichuang.correspondence import rules
from yichuang.correspondence.rules import NoticeKind, PersonalKind

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_every_notice_has_its_words() -> None:
    assert set(rules.WORDS) == set(NoticeKind)
    assert all("{case_no}" in rules.WORDS[kind].text for kind in rules.APPLICANT_NOTICES.values())


def test_short_words_hold_nothing_but_numbers_of_cases() -> None:
    allowed = {"{centre}", "{case_no}", "{number}", "{due_on}", "{address}", "{tracking_no}", "{place}"}

    used = {part for words in rules.WORDS.values() for part in words.short.split() if part.startswith("{")}

    assert {part.rstrip(".,:;") for part in used} <= allowed


def test_what_is_important_is_told_to_applicants() -> None:
    told = {rules.notice_kind(act, details) for act in Act for details in _DONE}

    assert told - {None} >= rules.IMPORTANT
    assert set(rules.STAFF_NOTICES) == {Act.HAND_OVER, Act.CORRECT, Act.SUPPLY, Act.ASK_HEARING, Act.WITHDRAW}


_DONE: list[dict[str, object]] = [
    {},
    {"is_deemed": True},
    {"deferred": [{"due_on": "2026-10-20"}, {"due_on": "2026-10-16"}]},
    {"hearing": {"held_at": "2026-10-20T17:30:00+00:00"}},
    {"is_kept": True},
    {"method": "post", "tracking_no": "SF0001"},
    {"method": "locker", "place": "1号柜12格"},
]


@pytest.mark.parametrize(
    ("act", "details", "kind", "day"),
    [
        (Act.ACCEPT, {"promised_due_on": "2026-10-15", "is_deemed": False}, NoticeKind.ACCEPTED, "2026-10-15"),
        (Act.ACCEPT, {"statutory_due_on": "2026-10-15", "is_deemed": True}, NoticeKind.DEEMED_ACCEPTED, "2026-10-15"),
        (Act.ACCEPT, _DONE[2], NoticeKind.TO_FOLLOW, "2026-10-16"),
        (Act.STOP, {"procedure": "test", "expected_on": "2026-10-15"}, NoticeKind.STOPPED, "2026-10-15"),
        (Act.STOP, {"expected_on": "2026-10-30", **_DONE[3]}, NoticeKind.HEARING_SET, "2026-10-21"),
        (Act.TELL_HEARING, {"ask_by": "2026-10-15"}, NoticeKind.HEARING_OFFERED, "2026-10-15"),
        (Act.EXTEND, {"due_on": "2026-10-29"}, NoticeKind.EXTENDED, "2026-10-29"),
        (Act.VERIFY, {"is_kept": False}, NoticeKind.BROKEN, ""),
        (Act.VERIFY, {"is_kept": True}, NoticeKind.VERIFIED, ""),
        (Act.CANCEL, {"ground": "expired"}, NoticeKind.CANCELLED, ""),
        (Act.CANCEL, {"by": "202609250000018"}, None, None),
        (Act.RECUSE, {}, None, None),
        (Act.REVIEW, {}, None, None),
        (Act.DELIVER, _DONE[5], NoticeKind.POSTED, ""),
        (Act.DELIVER, _DONE[6], NoticeKind.IN_LOCKER, ""),
        (Act.DELIVER, {"method": "window"}, NoticeKind.DELIVERED, ""),
    ],
)
def test_each_act_gives_its_notice_with_its_day(
    act: Act, details: dict[str, object], kind: NoticeKind | None, day: str | None
) -> None:
    found = rules.notice_kind(act, details)

    assert found is kind
    assert (rules.notice_day(found, details) if found else None) == day


@pytest.mark.parametrize(
    ("text", "kinds", "shown"),
    [
        ("身份证 {id} 可以吗", [PersonalKind.IDENTITY_NO], "身份证 990101**********{end} 可以吗"),
        ("电话138 0000 1234", [PersonalKind.PHONE], "电话138****1234"),
        ("电话13800001234。", [PersonalKind.PHONE], "电话138****1234。"),
        ("邮箱 li.shili@example.cn", [PersonalKind.EMAIL], "邮箱 ***"),
        ("办件202601010000018何时办结", [PersonalKind.CASE_NO], "办件2026***********何时办结"),
        ("我是李示例", [PersonalKind.NAME], "我是李某"),
        ("第32条规定5个工作日，电话0990-1234567", [], "第32条规定5个工作日，电话0990-1234567"),
    ],
)
def test_personal_data_is_found_and_hidden(text: str, kinds: list[PersonalKind], shown: str) -> None:
    number = identity_no(7)
    text, shown = text.replace("{id}", number), shown.replace("{end}", number[-2:])

    assert [found.kind for found in rules.personal_data(text, "李示例")] == kinds
    assert rules.hidden(text, "李示例") == shown


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Z20260925-004711", "Z20260925-004711"),
        (" z20260925004711 ", "Z20260925-004711"),
        ("Z20260925－004711", "Z20260925-004711"),
        ("20260925-004711", ""),
        ("Z20260925-00471", ""),
        ("", ""),
    ],
)
def test_a_number_may_be_typed_in_many_ways(typed: str, number: str) -> None:
    assert rules.normal_no(typed) == number


def test_a_question_has_a_number_of_its_day() -> None:
    assert rules.consultation_no(date(2026, 9, 25), 4711) == "Z20260925-004711"


def test_an_applicant_may_write_for_thirty_days_after_the_case_was_closed() -> None:
    last = NOON + timedelta(days=30)

    assert rules.may_write(None, NOON)
    assert rules.may_write(NOON, last)
    assert not rules.may_write(NOON, last + timedelta(seconds=1))


def test_every_problem_of_a_question_is_named() -> None:
    problems = rules.question_problems(title=" ", text="文" * 2001, name="", phone="12", is_anonymous=True)

    found = [(problem.field, problem.code) for problem in problems]
    assert found == [
        ("title", "correspondence.required"),
        ("text", "correspondence.too_long"),
        ("name", "correspondence.name"),
        ("phone", "core.phone_shape"),
    ]


def test_with_an_account_neither_name_nor_phone_is_asked() -> None:
    assert list(rules.question_problems(title="题", text="文", name="", phone="", is_anonymous=False)) == []
