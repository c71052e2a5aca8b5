"""The front page, the search and the guides."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import catalogue
from tests.support import organisations as bodies
from tests.support.documents import pdf
from yichuang.catalogue import services
from yichuang.catalogue.rules import Faq, Material, ServiceObject, SourceChannel
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db

SHOP = catalogue.make_content(
    faqs=(Faq(question="能否代办", answer="可以，须出具委托书"),),
    quota="无数量限制",
    summary="开业前须取得许可。",
    summary_en="You need this licence before opening.",
    materials=(
        Material(code="M1", name="食品经营许可申请书", name_en="Application form", copies=2, standard="签字或者盖章"),
        Material(code="M2", name="营业执照", source=SourceChannel.SHARED, copies=0),
    ),
)


def _page(path: str, language: str = "zh-hans") -> tuple[int, str]:
    response = Client(headers={"accept-language": language}).get(path)
    return response.status_code, response.content.decode()


def test_the_front_page_leads_to_everything() -> None:
    item = catalogue.make_published_item("A1", SHOP)

    status, page = _page("/")

    assert status == 200
    ways = ["/services/?object=1", "/services/?object=2", f"/services/?department={item.organisation_id}", "/cases/"]
    assert [way for way in [*ways, "/progress/", "/verify/", "/about/", "tel:12345"] if way not in page] == []
    assert [door for door in ("我要办", "我要查", "我要问", "我要看") if door not in page] == []
    assert 'href="/services/?theme=%E5%87%86%E5%85%A5%E5%87%86%E8%90%A5"' in page
    assert page.index('role="search"') < page.index("portal-doors")


@pytest.mark.parametrize("text", ["经营许", "spjyxk", "食品经营许克", "food"])
def test_a_service_is_found_by_part_initials_slip_and_english(text: str) -> None:
    catalogue.make_published_item("A1", SHOP)
    catalogue.make_published_item("A2", catalogue.make_instant_content())

    status, page = _page(f"/services/?q={text}")

    assert status == 200
    assert ("/services/A1/" in page, "/services/A2/" in page) == (True, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A1", "A2"]),
        ("object=2", ["A1"]),
        ("theme=准入准营", ["A1"]),
        ("theme=准入准营&q=登记", []),
        ("theme=户籍办理&q=登记", ["A2"]),
        ("theme=户籍办理&q=登记&object=2", []),
        ("object=9&theme=无&department=x", ["A1", "A2"]),
    ],
)
def test_the_list_is_narrowed_by_what_is_known_and_by_nothing_else(query: str, found: list[str]) -> None:
    catalogue.make_published_item("A1", SHOP)
    person = catalogue.make_instant_content(service_objects=(ServiceObject.PERSON,), themes=("户籍办理",))
    catalogue.make_published_item("A2", person)

    _status, page = _page(f"/services/?{query}")

    assert [code for code in ("A1", "A2") if f"/services/{code}/" in page] == found


def test_nothing_found_says_what_to_try() -> None:
    status, page = _page("/services/?q=火星移民")

    assert status == 200
    assert "没有找到相关事项" in page
    assert "拼音首字母" in page


def test_a_broken_page_link_is_refused() -> None:
    assert _page("/services/?cursor=%25%25")[0] == 422


def test_a_search_is_shown_as_text() -> None:
    assert "<script>alert" not in _page("/services/?q=<script>alert(1)</script>")[1]


def test_long_lists_go_on_by_page(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = bodies.make_organisation()
    for number in range(21):
        catalogue.make_published_item(f"A{number}", SHOP, body)
    client = Client()
    client.get("/")

    with django_assert_num_queries(3):
        first = client.get("/services/").content.decode()
    cursor = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/services/{cursor}").content.decode()

    assert (first.count('<a href="/services/A'), second.count('<a href="/services/A')) == (20, 1)


def test_the_front_page_takes_two_queries_for_a_stranger(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    catalogue.make_published_item("A1", SHOP)
    Client().get("/")

    with django_assert_num_queries(2):
        Client().get("/")


def test_a_guide_tells_everything_that_must_be_public() -> None:
    catalogue.make_published_item("A1", SHOP)

    status, page = _page("/services/A1/")

    told = [
        "第三十五条", "相适应的场所", "无数量限制", "受理", "10个工作日", "20个工作日", "食品经营许可申请书", "签字或者盖章",
        "食品经营许可证", "不收费", "示例区政务服务中心一楼", "0990-1234567", "12345", "行政复议", "能否代办", "第1版",
    ]  # fmt: skip
    assert status == 200
    assert [text for text in told if text not in page] == []
    assert reverse("portal:apply", args=["A1"]) in page


def test_a_guide_is_read_in_english_where_there_is_english() -> None:
    catalogue.make_published_item("A1", SHOP)

    _status, page = _page("/services/A1/", "en")

    assert "<h1>Food business licence</h1>" in page
    assert "You need this licence before opening." in page
    assert "Application form" in page
    assert "10 working days" in page


def test_the_language_switch_holds() -> None:
    catalogue.make_published_item("A1", SHOP)
    client = Client()

    switched = client.post("/i18n/setlang/", {"language": "en", "next": "/services/A1/"})

    assert switched.headers["Location"] == "/services/A1/"
    assert "Food business licence" in client.get("/services/A1/").content.decode()


def test_a_suspended_service_shows_its_guide_and_takes_no_application() -> None:
    item = catalogue.make_published_item("A1", SHOP)
    services.suspend(actor=SYSTEM, version_id=item.id, reason="系统升级")

    status, page = _page("/services/A1/")

    assert status == 200
    assert "暂不接受申请" in page
    assert "/apply/A1/" not in page


def test_a_cancelled_service_says_so_and_is_gone() -> None:
    item = catalogue.make_published_item("A1", SHOP)
    services.cancel_item(actor=SYSTEM, version_id=item.id, reason="国务院决定取消")

    status, page = _page("/services/A1/")

    assert status == 410
    assert "该事项已取消" in page
    assert "/apply/A1/" not in page


def test_an_unknown_service_is_absent() -> None:
    assert [_page(path)[0] for path in ("/services/A9/", "/services/A9/guide.pdf")] == [404, 404]


def test_the_printed_guide_is_a_pdf_and_the_same_each_time() -> None:
    catalogue.make_published_item("A1", SHOP)
    client = Client()

    first, second = (client.get("/services/A1/guide.pdf") for _ in range(2))

    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content[:5] == pdf()[:5]
    assert first.content == second.content
