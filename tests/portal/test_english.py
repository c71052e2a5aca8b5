"""What a reader of English finds: names of bodies, themes and windows; what is in Chinese only stands in one place."""

import pytest
from django.test import Client

from tests.support import catalogue, organisations
from yichuang.core.actor import SYSTEM
from yichuang.organisations.queries import windows_for_item
from yichuang.organisations.rules import WindowEnglish, WindowKind
from yichuang.organisations.services import change_organisation, change_window, open_window
from yichuang.portal.guides import guide_data

pytestmark = pytest.mark.django_db
MARKED = '<span lang="zh-Hans">示例局</span>'


@pytest.fixture
def body() -> int:
    body = organisations.make_organisation()
    change_organisation(actor=SYSTEM, organisation_id=body, name="示例局", name_en="Bureau of Examples")
    return body


def _page(address: str, language: str = "en") -> str:
    return Client(headers={"accept-language": language}).get(address).content.decode()


def _item(body: int, **changes: object) -> None:
    content = catalogue.make_content(themes=("户籍办理",), delivery_methods=("窗口领取",), **changes)
    catalogue.make_published_item("A1", content, body)


@pytest.mark.parametrize("address", ["/", "/services/", "/services/A1/"])
def test_a_body_has_its_english_name(address: str, body: int) -> None:
    _item(body)

    assert "Bureau of Examples" in _page(address)
    assert "Bureau of Examples" not in _page(address, "zh-hans")


def test_a_body_without_an_english_name_is_marked_as_chinese(body: int) -> None:
    change_organisation(actor=SYSTEM, organisation_id=body, name_en="")
    _item(body)

    assert MARKED in _page("/services/A1/")
    assert MARKED not in _page("/services/A1/", "zh-hans")


def test_themes_and_ways_of_delivery_are_in_english(body: int) -> None:
    _item(body)

    assert "Household registration" in _page("/")
    assert "户籍办理" not in _page("/").replace("theme=", "").replace("%", "")
    assert "Collect it at the window" in _page("/services/A1/")


def test_the_items_own_windows_come_first_and_the_others_are_folded(body: int) -> None:
    open_window(actor=SYSTEM, number="A01", name="综合窗口")
    own = open_window(
        actor=SYSTEM, number="B01", name="食品窗口", kind=WindowKind.DEDICATED, organisation_id=body,
        english=WindowEnglish("Food", "Area B", "Every day"),
    )  # fmt: skip
    _item(body)

    first, folded = _page("/services/A1/").split("You can also go to a comprehensive window")
    change_window(actor=SYSTEM, window_id=own, location="二楼")

    assert [text for text in ("B01", "Food", "Area B", "Every day") if text not in first] == []
    assert "A01" in folded
    assert "Food" in _page("/services/A1/")


def test_the_printed_guide_names_the_comprehensive_windows_in_one_line(body: int) -> None:
    for number in ("A01", "A02"):
        open_window(actor=SYSTEM, number=number, name="综合窗口")
    open_window(actor=SYSTEM, number="B01", name="食品窗口", kind=WindowKind.DEDICATED, organisation_id=body)
    version = catalogue.make_published_item("A1", catalogue.make_content(), body)

    data = guide_data(version, organisation_name="示例局", address="/", windows=windows_for_item(body))

    assert [one.name for one in data.windows] == ["B01 食品窗口", "综合窗口：A01、A02"]


def test_what_is_in_chinese_only_stands_in_one_place(body: int) -> None:
    _item(body, special_procedures="听证", map_note="公交1路", procedure=("提交材料", "领取结果"))

    before, after = _page("/services/A1/").split('id="chinese"')

    assert [text for text in ("听证", "公交1路", "领取结果") if text in before] == []
    assert [text for text in ("听证", "公交1路", "领取结果") if text not in after] == []
    assert 'id="chinese"' not in _page("/services/A1/", "zh-hans")


def test_the_page_of_the_centre_shows_comprehensive_windows_and_folds_the_others(body: int) -> None:
    open_window(actor=SYSTEM, number="A01", name="综合窗口")
    open_window(actor=SYSTEM, number="B01", name="食品窗口", kind=WindowKind.DEDICATED, organisation_id=body)

    first, folded = _page("/about/").split("Windows of single departments")

    assert "A01" in first
    assert "B01" not in first
    assert "B01" in folded
