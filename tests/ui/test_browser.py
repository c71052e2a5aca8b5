"""The components in a real browser: every mode and width, what scripts add, and what works without them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.support.axe import axe_findings, page_weight, small_targets

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MODES = ("light.normal", "dark.normal", "contrast.normal", "light.large", "dark.large")
FIRST_PAGE_BYTES = 100_000
A_FILE = FilePayload(name="扫描件.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 " + b"x" * 4000)


@pytest.fixture(autouse=True)
def _gallery_is_shown(settings: Settings) -> None:
    settings.UI_GALLERY = True


@contextmanager
def gallery(
    browser: Browser,
    server: LiveServer,
    *,
    width: int = 1440,
    mode: str = "",
    bypass_csp: bool = False,
    has_scripts: bool = True,
) -> Iterator[Page]:
    """The page of components; scripts must raise nothing."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        base_url=server.url,
        locale="zh-CN",
        has_touch=width < 500,
        bypass_csp=bypass_csp,
        java_script_enabled=has_scripts,
    )
    if mode:
        context.add_cookies([{"name": "display", "value": mode, "url": server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/ui/")
    yield page
    context.close()
    assert faults == []


def kept(page: Page) -> list[str]:
    """The addresses whose text the tab keeps."""
    keys: list[str] = page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('typed:'))")
    return keys


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_accessible(
    mode: str, width: int, browser: Browser, live_server: LiveServer, pictures: Path
) -> None:
    with gallery(browser, live_server, width=width, mode=mode, bypass_csp=True) as page:
        page.screenshot(path=pictures / f"gallery-{mode}-{width}.png", full_page=True)

        assert axe_findings(page) == []
        assert width > 400 or small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_policy_refuses_nothing_of_ours(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.reload(wait_until="networkidle")

        assert errors == []


def test_the_device_decides_while_nothing_is_chosen(browser: Browser, live_server: LiveServer) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"

    with gallery(browser, live_server) as page:
        light = page.evaluate(ground)
        page.emulate_media(color_scheme="dark")

        assert (light, page.evaluate(ground)) == ("rgb(246, 245, 241)", "rgb(17, 24, 26)")


def test_display_menu_and_dialog_work_without_scripts(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server, width=390, has_scripts=False) as page:
        page.locator("header").get_by_text("长辈版").click()
        expect(page.locator("html")).to_have_attribute("data-size", "large")
        expect(page).to_have_url(re.compile(r"/ui/$"))

        page.locator(".ui-menu summary").click()
        expect(page.locator(".ui-nav").get_by_text("查进度")).to_be_visible()

        page.locator("#withdraw summary").click()
        expect(page.locator("#withdraw").get_by_text("撤回之后不能恢复")).to_be_visible()


def test_a_dialog_takes_the_focus_and_gives_it_back(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.locator("#withdraw summary").focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="撤回这个办件？")
        expect(dialog).to_be_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")

        page.keyboard.press("Escape")

        expect(dialog).to_be_hidden()
        expect(page.locator("#withdraw summary")).to_be_focused()


def test_an_upload_that_breaks_can_be_tried_again(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.fill("#id_remark", "已写好的说明")
        page.route("**/ui/upload/", lambda route: route.abort())
        page.set_input_files("#id_scans", [A_FILE])
        line = page.locator(".ui-upload__list li")
        expect(line).to_contain_text("上传中断")

        page.unroute("**/ui/upload/")
        line.get_by_text("重试").click()

        expect(line).to_contain_text("已上传")
        expect(page.locator("#id_remark")).to_have_value("已写好的说明")


def test_a_file_that_is_refused_says_why_until_another_is_chosen(browser: Browser, live_server: LiveServer) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=415, content_type="application/problem+json", body='{"title": "只收PDF文件。"}')

    with gallery(browser, live_server) as page:
        page.route("**/ui/upload/", refuse)
        page.set_input_files("#id_scans", [A_FILE])

        line = page.locator(".ui-upload__list li")
        expect(line).to_contain_text("只收PDF文件。")
        page.unroute("**/ui/upload/")
        page.set_input_files("#id_scans", [A_FILE])

        expect(line).to_have_count(1)
        expect(line).to_contain_text("已上传")


def test_a_form_saves_itself(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page, page.expect_request("**/ui/upload/") as sent:
        page.fill("#id_remark", "说明")

    body = sent.value.post_data or ""
    assert 'name="changed"\r\n\r\nremark' in body
    assert 'name="autosave"\r\n\r\n1' in body


def test_what_could_not_be_saved_is_there_after_a_reload(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.route("**/ui/upload/", lambda route: route.abort())
        page.fill("#id_remark", "𠮷的说明")
        page.check("[name=way][value=window]")
        expect(page.locator("[data-save-status]")).to_contain_text("尚未保存")

        page.goto("/ui/?other")
        page.goto("/ui/")

        expect(page.locator("#id_remark")).to_have_value("𠮷的说明")
        expect(page.locator("[name=way][value=window]")).to_be_checked()
        expect(page.locator("#ui-toasts")).to_contain_text("已恢复")
        page.unroute("**/ui/upload/")
        expect(page.locator("[data-save-status]")).to_contain_text("已于", timeout=10_000)
        assert kept(page) == []


def test_the_end_of_a_session_loses_nothing(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.route("**/ui/upload/", lambda route: route.fulfill(status=401, body=""))
        page.fill("#id_remark", "会话结束前的说明")
        sign_in = page.locator("#ui-toasts a")
        expect(sign_in).to_have_attribute("href", "/account/sign-in/?next=%2Fui%2F")

        sign_in.click()
        page.goto("/ui/")

        expect(page.locator("#id_remark")).to_have_value("会话结束前的说明")


def test_what_was_sent_and_taken_is_forgotten(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.locator("form[data-autosave]").evaluate("form => form.removeAttribute('data-autosave')")
        page.fill("#id_remark", "说明")
        page.get_by_role("button", name="提交 Send").click()
        page.wait_for_url("**/ui/upload/")

        page.goto("/ui/")

        expect(page.locator("#id_remark")).to_have_value("")
        assert kept(page) == []


def test_rows_are_gone_through_and_chosen_by_keys(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("tr[data-here]")).to_contain_text("A-2026-000002")
        expect(page.locator(".ui-bulk__count")).to_have_text("已选1项")

        page.keyboard.press("?")
        expect(page.locator("#ui-keys")).to_be_visible()
        page.locator("[data-keys-on]").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("k")

        expect(page.locator("tr[data-here]")).to_contain_text("A-2026-000002")


def test_keys_are_letters_while_one_types(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.locator("#search_q").press_sequentially("jx/?")

        expect(page.locator("#search_q")).to_have_value("jx/?")
        expect(page.locator("tr[data-here]")).to_have_count(0)


def test_all_rows_of_a_page_are_chosen_at_once(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        page.locator("[data-choose-all]").check()

        expect(page.locator(".ui-bulk__count")).to_have_text("已选3项")


def test_script_in_text_is_text(browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server) as page:
        alerts: list[str] = []
        page.on("dialog", lambda dialog: alerts.append(dialog.message))
        page.reload()

        expect(page.locator("#strange")).to_contain_text('<script>alert("1")</script>')
        assert alerts == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_first_page_is_light(width: int, browser: Browser, live_server: LiveServer) -> None:
    with gallery(browser, live_server, width=width) as page:
        weights = page_weight(page, "/")

    assert sum(weights.values()) < FIRST_PAGE_BYTES, weights
