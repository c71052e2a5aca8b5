"""Finding items, what the public sees of one, and what produces a certificate."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support.catalogue import approve, make_content, make_instant_content, make_published_item, wd
from tests.support.organisations import make_organisation
from yichuang.catalogue import queries, services
from yichuang.catalogue.errors import ItemNotFoundError, VersionUnchangedError
from yichuang.catalogue.rules import ResultProduced, ServiceObject, VersionState
from yichuang.core import clock
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db


def _codes(text: str, **narrow: object) -> list[str]:
    return [row.code for row in queries.search_items(text, **narrow).rows]  # type: ignore[arg-type]


def test_a_theme_narrows_a_search_in_the_question_itself() -> None:
    body = make_organisation()
    for number in range(5):
        themes = ("甲",) if number % 2 else ("乙",)
        make_published_item(f"A{number}", make_content(name=f"食品许可{number}", themes=themes), body)

    first = queries.search_items("食品", theme="乙", size=2)
    second = queries.search_items("食品", theme="乙", size=2, cursor=first.next_cursor)

    assert [row.code for row in (*first.rows, *second.rows)] == ["A0", "A2", "A4"]
    assert second.next_cursor is None


def test_all_filters_hold_at_once() -> None:
    body = make_organisation()
    persons = (ServiceObject.PERSON,)
    make_published_item("A1", make_content(themes=("甲",), service_objects=persons), body)
    make_published_item("A2", make_content(themes=("甲",)), body)
    make_published_item("A3", make_content(themes=("甲",), service_objects=persons))

    enterprise = ServiceObject.ENTERPRISE
    assert _codes("许可", theme="甲", service_object=enterprise, organisation_id=body) == ["A2"]


def test_the_nearest_name_comes_first() -> None:
    body = make_organisation()
    for code, name in (("A1", "办理食品许可"), ("A2", "食品许可变更"), ("A3", "食品许可"), ("A4", "其他")):
        make_published_item(code, make_content(name=name, themes=("食品许可",)), body)

    assert _codes("食品许可") == ["A3", "A2", "A1", "A4"]


@pytest.mark.parametrize("text", ["食品经营许克", "食拼经营许可", "经营许科", "fod licence", "food licens"])
def test_a_slip_still_finds_the_item(text: str) -> None:
    make_published_item("A1", make_content())
    make_published_item("A2", make_instant_content())

    assert _codes(text) == ["A1"]


def test_the_english_name_itself_comes_first() -> None:
    body = make_organisation()
    for code, english in (
        ("A1", "Change of a food licence"),
        ("A2", "Food licence for schools"),
        ("A3", "Food licence"),
    ):
        make_published_item(code, make_content(name="许可", name_en=english, themes=()), body)

    assert _codes("food licence") == ["A3", "A2", "A1"]


def test_the_whole_text_comes_before_its_parts_and_these_before_other_words() -> None:
    body = make_organisation()
    names = (("A1", "老年人生活津贴"), ("A2", "高龄证明与津贴"), ("A3", "发放高龄津贴"), ("A4", "高龄津贴申领"))
    for code, name in names:
        make_published_item(code, make_content(name=name, name_en="", themes=()), body)

    assert _codes("高龄津贴") == ["A4", "A3", "A2", "A1"]


@pytest.mark.parametrize(
    ("text", "name", "name_en"),
    [
        ("老人补贴", "高龄津贴申领", ""),
        ("我要办身份证换证", "居民身份证换领、补领", ""),
        ("身份证丢了怎么办", "居民身份证换领、补领", ""),
        ("开饭店需要什么手续", "食品经营许可（新办）", ""),
        ("户籍迁移", "户口迁移审批（迁入）", ""),
        ("hukou", "户口迁移审批（迁入）", ""),
        ("elderly subsidies", "高龄津贴申领", ""),
        ("how to apply for a food business license", "食品经营许可", "Food business licence"),
        ("subsdy", "高龄津贴申领", ""),
    ],
)
def test_everyday_words_find_the_official_name(text: str, name: str, name_en: str) -> None:
    body = make_organisation()
    make_published_item("A1", make_content(name=name, name_en=name_en, themes=()), body)
    make_published_item("A2", make_content(name="旅馆业特种行业备案", name_en="Hotels", themes=()), body)

    assert _codes(text) == ["A1"]


@pytest.mark.parametrize("text", ["火星移民", "zzzz", "许火"])
def test_another_word_finds_nothing(text: str) -> None:
    make_published_item("A1", make_content())

    assert _codes(text) == []


def test_the_overview_counts_published_items_only(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make_organisation()
    first = make_published_item("A1", make_content(themes=("甲", "乙")), body)
    make_published_item("A2", make_content(themes=("甲",), service_objects=(ServiceObject.PERSON,)), body)

    before = queries.overview()
    with django_assert_num_queries(1):
        queries.overview()
    services.suspend(actor=SYSTEM, version_id=first.id, reason="暂停")
    after = queries.overview()

    assert (before.total, before.themes, before.organisations) == (2, (("甲", 2), ("乙", 1)), {body: 2})
    assert before.objects == {ServiceObject.PERSON: 2, ServiceObject.ENTERPRISE: 1}
    assert (after.total, after.themes) == (1, (("甲", 1),))


def test_a_certificate_leads_to_the_items_that_produce_it() -> None:
    make_published_item("A1", make_content(results=(ResultProduced(certificate_code="C.1", name="证一"),)))
    make_published_item("A2", make_content(results=(ResultProduced(certificate_code="C.2", name="证二"),)))

    found = queries.producers_of(["C.1", "C.9"])

    assert {code: [row.code for row in rows] for code, rows in found.items()} == {"C.1": ["A1"]}


def test_a_guide_tells_the_versions_before_and_to_come() -> None:
    first = make_published_item("A1", make_content())
    second = services.start_draft(actor=SYSTEM, item_id=first.item_id, content=make_content(promised_limit=wd(9)))
    approve(second.version_id)
    services.publish(actor=SYSTEM, version_id=second.version_id)
    later = clock.today() + timedelta(days=30)
    third = services.start_draft(actor=SYSTEM, item_id=first.item_id, content=make_content(effective_on=later))
    approve(third.version_id)

    guide = queries.guide_of("A1")

    assert (guide.version.number, guide.state, guide.is_open) == (2, VersionState.PUBLISHED, True)
    assert guide.earlier is not None
    assert guide.coming is not None
    assert (guide.earlier.number, guide.coming.number, guide.coming_on) == (1, 3, later)


def test_a_guide_takes_one_query_once_its_version_is_known(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_published_item("A1")
    queries.guide_of("A1")

    with django_assert_num_queries(2):  # a version of the present transaction is read again
        assert queries.guide_of("A1").version.number == 1
    with pytest.raises(ItemNotFoundError):
        queries.guide_of("A9")


def test_a_suspended_item_is_shown_and_not_open() -> None:
    view = make_published_item("A1")
    services.suspend(actor=SYSTEM, version_id=view.id, reason="暂停")

    guide = queries.guide_of("A1")

    assert (guide.state, guide.is_open, guide.is_cancelled) == (VersionState.SUSPENDED, False, False)


def test_a_version_that_changes_nothing_is_not_reviewed() -> None:
    first = make_published_item("A1")
    draft = services.start_draft(actor=SYSTEM, item_id=first.item_id)

    with pytest.raises(VersionUnchangedError) as refused:
        services.submit(actor=SYSTEM, version_id=draft.version_id)

    assert refused.value.details == {"number": 1}
    assert queries.difference_since(draft.version_id) == ()


def test_the_difference_since_the_published_version_is_told_in_the_readers_words() -> None:
    first = make_published_item("A1")
    changed = make_content(is_free=None, promised_limit=wd(9))
    draft = services.start_draft(actor=SYSTEM, item_id=first.item_id, content=changed)

    told = queries.difference_since(draft.version_id, say=lambda text: text.upper())

    assert [(one.path, one.before, one.after) for one in told] == [
        ("promised_limit", "10wd", "9wd"),
        ("is_free", "YES", ""),
    ]
