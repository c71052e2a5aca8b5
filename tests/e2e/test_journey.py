"""The main job in a real browser: from the search to the verified decision, at desktop and phone width."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.documents import pdf
from yichuang.catalogue.rules import read_content
from yichuang.config.demo.centre import data
from yichuang.core.rights import Role

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390)
NAME, PHONE, PASSWORD = "陈示例", "19900001111", "a-long-password-1"
ANSWERS = {"text": "示例内容", "textarea": "示例说明", "number": "60", "date": "2026-12-31"}


@pytest.fixture
def desk() -> cases.Desk:
    """A department with the demonstration's food licence and people who can sign in."""
    item = data("items/01-food-business-licence.json")
    made = cases.make_desk(read_content(item["content"]), item["local_code"])
    for login, role in (
        ("clerk", Role.WINDOW_CLERK),
        ("reviewer", Role.REVIEWER),
        ("official", Role.APPROVING_OFFICIAL),
    ):
        staff_id = bodies.make_staff(made.organisation_id, f"职员{login}")
        bodies.hold(bodies.make_post(made.organisation_id, role, title=f"{login}岗"), staff_id)
        identity.make_staff_account(staff_id, login=login, password=PASSWORD)
    return made


@pytest.mark.parametrize("width", WIDTHS)
def test_an_applicant_gets_a_decision_and_verifies_it(
    width: int, desk: cases.Desk, browser: Browser, live_server: LiveServer, pictures: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "材料.pdf"
    paper.write_bytes(pdf())
    with _page(browser, live_server, width) as applicant, _page(browser, live_server, width) as staff:
        _register(applicant, f"{width:04d}")
        case_no = _apply(applicant, paper, lambda name: _shoot(applicant, pictures, name, width))

        _sign_in(staff, "clerk")
        _act(staff, case_no, "receive")
        _tell_what_is_missing(staff, case_no)
        _shoot(staff, pictures, "desk-case", width)

        _correct(applicant, case_no, paper)
        _shoot(applicant, pictures, "my-case", width)

        _act(staff, case_no, "accept")
        _sign_in(staff, "reviewer")
        _act(staff, case_no, "review", {"text": "材料齐全，符合条件"})
        _sign_in(staff, "official")
        _act(staff, case_no, "grant")
        _sign_in(staff, "clerk")
        _act(staff, case_no, "issue")
        _act(staff, case_no, "deliver")

        code = _download_decision(applicant, case_no)
        _verify(applicant, code)
        _shoot(applicant, pictures, "verified", width)


@contextmanager
def _page(browser: Browser, server: LiveServer, width: int) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, base_url=server.url, locale="zh-CN", accept_downloads=True
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


def _shoot(page: Page, folder: Path, name: str, width: int) -> None:
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{name} is wider than the screen"
    )


def _register(page: Page, salt: str) -> None:
    page.goto("/account/register/")
    page.fill("[name=name]", NAME)
    page.fill("[name=identity_no]", identity.identity_no(int(salt)))
    page.fill("[name=phone]", PHONE[:-4] + salt)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    _send(page)
    page.goto("/account/sign-in/")
    page.fill("[name=login]", PHONE[:-4] + salt)
    page.fill("[name=password]", PASSWORD)
    _send(page)
    expect(page.locator("body")).to_contain_text(NAME)


def _sign_in(page: Page, login: str) -> None:
    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    _send(page)
    expect(page).to_have_url(re.compile("/desk/"))


def _apply(page: Page, paper: Path, shoot: Callable[[str], None]) -> str:
    page.goto("/")
    shoot("home")
    page.fill("main input[name=q]", "食品经营")
    page.keyboard.press("Enter")
    page.click("main a:has-text('食品经营许可')")
    expect(page.locator("h1")).to_contain_text("食品经营许可")
    shoot("guide")
    page.click("main a:has-text('在线办理') >> nth=0")
    if page.url.endswith("/apply/" + page.url.rstrip("/").rsplit("/", 1)[-1] + "/"):
        _send(page)
    for _ in range(12):
        if page.locator("[name=declaration]").count():
            break
        _fill(page, paper)
        _send(page)
    shoot("check-answers")
    page.check("[name=declaration]")
    _send(page)
    expect(page).to_have_url(re.compile(r"/cases/\d{15}/submitted/"))
    shoot("submitted")
    found = re.search(r"/cases/(\d{15})/", page.url)
    assert found is not None
    return found[1]


def _fill(page: Page, paper: Path) -> None:
    """Every empty question of the page is answered by its kind."""
    for field in page.locator("main form input, main form textarea, main form select").all():
        kind = field.get_attribute("type") or field.evaluate("node => node.tagName.toLowerCase()")
        name = field.get_attribute("name") or ""
        if kind == "file" and not page.locator(f"main a:has-text('{paper.name}')").count():
            field.set_input_files(paper)
        elif kind in {"radio", "checkbox"}:
            if not page.locator(f"[name='{name}']:checked").count():
                field.check()
        elif kind == "select":
            if not field.input_value():
                field.select_option(index=1)
        elif kind in {"hidden", "submit", "file"} or field.input_value():
            continue
        else:
            field.fill(_answer(field.evaluate("node => node.closest('div').innerText"), kind))


def _answer(label: str, kind: str) -> str:
    if "信用代码" in label:
        return bodies.credit_code(77)
    if "身份证" in label or "身份号码" in label:
        return identity.identity_no(5)
    if "电话" in label or "手机" in label:
        return "19900002222"
    if "面积" in label or "人数" in label:
        return "60"
    return ANSWERS.get(kind, "示例内容")


def _act(page: Page, case_no: str, act: str, answers: dict[str, str] | None = None) -> None:
    page.goto(f"/desk/cases/{case_no}/")
    form = page.locator(f"form[action$='/acts/{act}/']")
    _open(form)
    for name, value in (answers or {}).items():
        form.locator(f"[name$='{name}']").first.fill(value)
    for group in form.locator("input[type=radio]").all()[:1]:
        group.check()
    form.locator("button").first.click()
    page.wait_for_load_state()
    expect(page).to_have_url(re.compile(f"/desk/cases/{case_no}/$"))


def _open(form: Locator) -> None:
    form.evaluate("node => { const box = node.closest('details'); if (box) box.open = true }")


def _tell_what_is_missing(page: Page, case_no: str) -> None:
    page.goto(f"/desk/cases/{case_no}/")
    form = page.locator("form[action$='/acts/request_correction/']")
    _open(form)
    form.locator("[name$='problem-1']").fill("平面图未标明面积")
    form.locator("button").last.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("待补正")


def _correct(page: Page, case_no: str, paper: Path) -> None:
    page.goto(f"/cases/{case_no}/")
    expect(page.locator("main")).to_contain_text("平面图未标明面积")
    page.click("main a:has-text('补正') >> nth=0")
    page.locator("main input[type=file]").first.set_input_files(paper)
    _send(page)
    expect(page).to_have_url(re.compile(f"/cases/{case_no}/$"))


def _download_decision(page: Page, case_no: str) -> str:
    page.goto(f"/cases/{case_no}/")
    expect(page.locator("main")).to_contain_text("已送达")
    link = page.locator("main a[href*='/papers/']", has_text="决定")
    with page.expect_download() as waiting:
        link.first.click()
    path = waiting.value.path()
    text = "".join(part.extract_text() for part in PdfReader(path).pages)
    found = re.search(r"[2-9A-HJ-NP-Z]{5}(?:-[2-9A-HJ-NP-Z]{5}){3}", text)
    assert found is not None, text
    return found[0]


def _verify(page: Page, code: str) -> None:
    page.goto("/verify/")
    page.locator("main input[type=text], main input:not([type])").first.fill(code)
    _send(page)
    expect(page.locator("main")).to_contain_text("食品经营许可")
    expect(page.locator("main")).to_contain_text("陈*")


def _send(page: Page) -> None:
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()
