"""Finding and listing items, and how many questions to the database each takes."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support.catalogue import approve, make_content, make_draft, make_instant_content, make_published_item
from tests.support.identity import staff_actor
from tests.support.organisations import make_organisation
from yichuang.catalogue import queries, services
from yichuang.catalogue.errors import ItemNotFoundError, VersionNotFoundError
from yichuang.catalogue.rules import ServiceObject, VersionState
from yichuang.core.actor import SYSTEM
from yichuang.core.paging import CursorError, encode_cursor
from yichuang.core.rights import Role

pytestmark = pytest.mark.django_db

NAMES = ("食品经营许可", "食品生产许可", "公共场所卫生许可", "食品经营许可变更", "道路运输经营许可", "重庆路占道审批")


@pytest.fixture
def listed() -> None:
    organisation_id = make_organisation("示例区某局")
    for index, name in enumerate(NAMES):
        content = make_content(name=name, name_en=f"Permit {index}", themes=("餐饮",) if "食品" in name else ())
        make_published_item(f"5{index:011d}", content, organisation_id)


def names(text: str) -> list[str]:
    return [row.name for row in queries.search_items(text).rows]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("食品经营许可", ["食品经营许可", "食品经营许可变更"]),
        ("经营", ["食品经营许可", "食品经营许可变更", "道路运输经营许可"]),
        ("品", ["食品经营许可", "食品生产许可", "食品经营许可变更"]),
        ("变更 食品", ["食品经营许可变更"]),
        ("ＰＥＲＭＩＴ 2", ["公共场所卫生许可"]),
        ("perm 4", ["道路运输经营许可"]),
        ("500000000001", ["食品生产许可"]),
        ("餐饮 生产", ["食品生产许可"]),
        ("spjyxk", ["食品经营许可", "食品经营许可变更"]),
        ("SPSC", ["食品生产许可"]),
        ("cql", ["重庆路占道审批"]),
        ("100%", []),
        ("，", []),
        ("", []),
    ],
)
def test_items_are_found(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("食品经营许克", "食品经营许可"),
        ("公共场所卫升许可", "公共场所卫生许可"),
        ("道路运输经赢许可", "道路运输经营许可"),
        ("食贫生产", "食品生产许可"),
    ],
)
def test_a_mistyped_name_finds_the_similar_one_first(text: str, best: str) -> None:
    assert names(text)[0] == best


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("text", ["婚姻登记", "zzzzqq", "'; --", "\\"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert names(text) == []


def test_pairs_that_stand_apart_are_no_match() -> None:
    make_published_item("A1", make_content(name="食品和品经之经营"))
    make_published_item("A2", make_content(name="食品经营许可"))

    assert [row.code for row in queries.search_items("食品经营").rows] == ["A2"]


def test_drafts_are_not_found_by_the_public() -> None:
    make_draft()

    assert names("食品") == []


def test_a_renamed_item_is_found_by_its_new_name_once_published() -> None:
    view = make_published_item()
    draft = services.start_draft(actor=SYSTEM, item_id=view.item_id, content=make_content(name="餐饮服务许可"))
    assert names("食品经营") == ["食品经营许可"]

    approve(draft.version_id)
    services.publish(actor=SYSTEM, version_id=draft.version_id)

    assert (names("餐饮服务"), names("食品经营")) == (["餐饮服务许可"], [])


@pytest.mark.usefixtures("listed")
def test_search_goes_on_page_by_page_without_loss_or_repetition() -> None:
    found: list[str] = []
    cursor = None
    while True:
        page = queries.search_items("许可", cursor=cursor, size=2)
        found += [row.name for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert found == ["食品经营许可", "食品生产许可", "公共场所卫生许可", "食品经营许可变更", "道路运输经营许可"]


def test_a_search_takes_two_queries_and_a_mistyped_one_three(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for code in ("A1", "A2", "A3"):
        make_published_item(code)

    with django_assert_num_queries(2):
        assert len(queries.search_items("食品").rows) == 3
    with django_assert_num_queries(3):
        assert len(queries.search_items("食品经营许克").rows) == 3


def test_a_list_takes_one_query_whatever_its_length(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for code in ("A1", "A2", "A3"):
        make_published_item(code)

    with django_assert_num_queries(1):
        page = queries.list_items(size=2)
    assert [row.code for row in page.rows] == ["A1", "A2"]
    with django_assert_num_queries(1):
        assert [row.code for row in queries.list_items(size=2, cursor=page.next_cursor).rows] == ["A3"]
    with django_assert_num_queries(1):
        assert len(queries.list_all_items().rows) == 3


def test_items_are_listed_by_organisation_service_object_and_theme() -> None:
    one, other = make_organisation(), make_organisation()
    make_published_item("A1", make_content(service_objects=(ServiceObject.PERSON,)), one)
    make_published_item("A2", make_instant_content(themes=("个体",)), other)

    def codes(**filters: object) -> list[str]:
        return [row.code for row in queries.list_items(**filters).rows]  # type: ignore[arg-type]  # filters vary

    assert codes(organisation_id=other) == ["A2"]
    assert codes(service_object=ServiceObject.ENTERPRISE) == ["A2"]
    assert codes(theme="准入准营") == ["A1"]
    assert codes(theme="个体", organisation_id=one) == []
    assert queries.list_themes() == (("个体", 1), ("准入准营", 1))


@pytest.mark.parametrize("cursor", ["x", encode_cursor("a"), encode_cursor(1, 2), encode_cursor(None)])
def test_a_broken_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        queries.list_items(cursor=cursor)
    with pytest.raises(CursorError):
        queries.search_items("食品", cursor=cursor)
    with pytest.raises(CursorError):
        queries.review_queue(actor=SYSTEM, cursor=cursor)


def test_the_published_version_is_by_code() -> None:
    view = make_published_item("A1")

    assert queries.published_version("A1") == view
    assert (view.item_code, view.state, view.content) == ("A1", VersionState.PUBLISHED, make_content())
    with pytest.raises(ItemNotFoundError):
        queries.published_version("A2")
    with pytest.raises(VersionNotFoundError):
        queries.get_version(0)


def test_an_item_never_published_has_no_public_version() -> None:
    make_draft("A1")

    with pytest.raises(ItemNotFoundError):
        queries.published_version("A1")
    with pytest.raises(ItemNotFoundError):
        queries.current_version("A1")
    assert queries.get_item_by_code("A1").current_version_id is None


@pytest.mark.django_db(transaction=True)
def test_a_committed_published_version_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    view = make_published_item("A1")

    with django_assert_num_queries(0):
        assert queries.get_version(view.id) == view
    with django_assert_num_queries(1):
        assert queries.is_open_for_cases(view.id)


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_read_afresh() -> None:
    draft = make_draft()
    assert queries.get_version(draft.version_id).content.quota == ""

    services.save_draft(actor=SYSTEM, version_id=draft.version_id, content=make_content(quota="甲"), revision=1)

    assert queries.get_version(draft.version_id).content.quota == "甲"


def test_what_may_yet_be_rolled_back_is_not_remembered(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    view = make_published_item("A1")

    with django_assert_num_queries(1):
        queries.get_version(view.id)


def test_the_review_queue_has_what_the_actor_may_review() -> None:
    one, other = make_organisation(), make_organisation()
    waiting = {
        organisation_id: make_draft(f"A{organisation_id}", organisation_id=organisation_id)
        for organisation_id in (one, other)
    }
    for draft in waiting.values():
        services.submit(actor=SYSTEM, version_id=draft.version_id)
    official = staff_actor(Role.APPROVING_OFFICIAL, organisation_id=one)
    clerk = staff_actor(Role.WINDOW_CLERK, organisation_id=one)

    assert [row.id for row in queries.review_queue(actor=official).rows] == [waiting[one].version_id]
    assert queries.review_queue(actor=clerk).rows == ()
    first = queries.review_queue(actor=SYSTEM, size=1)
    second = queries.review_queue(actor=SYSTEM, size=1, cursor=first.next_cursor)
    assert [row.id for row in (*first.rows, *second.rows)] == [draft.version_id for draft in waiting.values()]


def test_the_versions_of_an_item_are_listed_newest_first(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    view = make_published_item()
    services.start_draft(actor=SYSTEM, item_id=view.item_id)

    with django_assert_num_queries(1):
        rows = queries.list_versions(view.item_id)
    assert [(row.number, row.state) for row in rows] == [(2, VersionState.DRAFT), (1, VersionState.PUBLISHED)]
