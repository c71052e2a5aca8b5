"""People at a real browser: they find things by the words on the page, and every picture that is taken is examined.

Words of the pages are written here as in the templates and looked for in the language of the person's browser.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    FilePayload,
    Locator,
    Page,
    Response,
    expect,
)
from pytest_django.live_server_helper import LiveServer
from typing_extensions import override

from tests.support.axe import axe_findings, small_targets
from tests.support.documents import pdf
from yichuang.core.actor import Actor

PHONE_PX = 390
DESK_PX = 1440
# A machine that draws papers beside it may keep a page waiting; what never comes fails a little later.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
BACKEND = "django.contrib.auth.backends.ModelBackend"
AXE_SOURCE = files("axe_playwright_python").joinpath("axe.min.js")
# What the browser itself says about an answer of 4xx; the journeys look at the answers instead.
REFUSED = "Failed to load resource: the server responded with a status of 4"
# A question to the server that leaving the page cut short, such as suggestions while typing.
CUT_SHORT = ("htmx:sendAbort", "htmx:afterRequest")

_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return "nothing has the focus";
  const look = getComputedStyle(node);
  const label = node.matches("[type=checkbox], [type=radio], [type=file]") && node.closest("label");
  const shown = label ? getComputedStyle(label) : look;
  const isMarked = [look, shown].some((one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2)
    || one.boxShadow !== "none");
  const rect = node.getBoundingClientRect();
  const isInView = rect.bottom > 0 && rect.top < innerHeight && rect.right > 0 && rect.left < innerWidth;
  const name = node.tagName + " " + (node.name || node.textContent.trim().slice(0, 20));
  if (!isMarked) return name + " is not marked";
  return isInView ? "" : name + " is out of view";
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """How wide the window is and which colours its reader chose."""

    width: int
    mode: str

    @override
    def __str__(self) -> str:
        return f"{self.width}-{self.mode}"


LOOKS = tuple(Look(width, mode) for width in (DESK_PX, PHONE_PX) for mode in ("light", "contrast"))


def looks() -> tuple[Look, ...]:
    """The combinations of width and colours to try: two, or all four where YICHUANG_E2E is `all`."""
    return LOOKS if os.environ.get("YICHUANG_E2E") == "all" else (LOOKS[0], LOOKS[3])


def paper(name: str = "材料.pdf", mark: str = "") -> FilePayload:
    """A small PDF to be chosen in a file field."""
    return FilePayload(name=name, mimeType="application/pdf", buffer=pdf(mark or name))


@dataclass
class Person:
    """Somebody with one window of a browser; what goes wrong in it is collected in `faults` and `refusals`."""

    page: Page
    look: Look
    folder: Path
    journey: str
    language: str = "zh-hans"
    has_scripts: bool = True
    faults: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._note_dialog)
        self.page.on("response", self._note_response)
        self.page.set_default_timeout(PATIENCE_MS)

    def words(self, text: str) -> str:
        """The text as the pages say it in the person's language; what is not theirs (a name, a title) stays as it is."""
        with translation.override(self.language):
            return translation.gettext(text) if text else text

    @property
    def main(self) -> Locator:
        """What the page is about, without its head and foot."""
        return self.page.locator("main")

    def go(self, path: str) -> None:
        """Opens an address; it must be there."""
        answer = self.page.goto(path)
        assert answer is None or answer.ok, f"{path}: {answer.status}"

    def thing(self, name: str, within: Locator | None = None) -> Locator:
        """The first visible button or link with just these words; else one with these words in it; else such a fold."""
        place, name = within or self.main, self.words(name)
        exact = re.compile(rf"^\s*{re.escape(name)}\s*$")
        kinds = [
            place.get_by_role("button", name=exact),
            place.get_by_role("link", name=exact),
            place.get_by_role("button", name=name),
            place.get_by_role("link", name=name),
            place.locator("summary", has_text=name),
        ]
        seen = [kind.filter(visible=True) for kind in kinds]
        reduce(Locator.or_, seen).first.wait_for()
        return next(kind for kind in seen if kind.count()).first

    def press(self, name: str, within: Locator | None = None) -> None:
        """Clicks the thing with these words, which leads to a page."""
        self.follow(self.thing(name, within))

    def follow(self, thing: Locator) -> None:
        """Clicks what leads to a page, and waits for the page."""
        self.steps += 1
        with self.page.expect_navigation(wait_until="load"):
            thing.click()

    def touch(self, name: str, within: Locator | None = None) -> None:
        """Clicks the thing with these words, which changes something on the page."""
        self.steps += 1
        self.thing(name, within).click()

    def fold(self, name: str, within: Locator | None = None) -> Locator:
        """The fold under exactly these words."""
        summary = self.page.locator("summary", has_text=re.compile(rf"^\s*{re.escape(self.words(name))}\s*$"))
        return (within or self.main).locator("details").filter(has=summary).last

    def unfold(self, name: str, within: Locator | None = None) -> Locator:
        """Opens the fold under exactly these words unless it is open; what it holds."""
        fold = self.fold(name, within)
        if fold.get_attribute("open") is None:
            self.steps += 1
            fold.locator("summary").first.click()
        return fold

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """The first visible field with this label."""
        return (within or self.main).get_by_label(self.words(label)).filter(visible=True).first

    def write(self, answers: Mapping[str, str], within: Locator | None = None) -> None:
        """Fills in fields by their labels, once the page's scripts run: what is typed before that is not looked up."""
        self.page.wait_for_load_state()
        for label, value in answers.items():
            self.steps += 1
            self.field(label, within).fill(value)

    def choose(self, label: str, within: Locator | None = None) -> None:
        """Ticks the box or circle with this label."""
        self.steps += 1
        (within or self.main).get_by_label(self.words(label)).first.check()

    def give(self, label: str, *given: FilePayload, within: Locator | None = None) -> None:
        """Chooses files in the field whose label has these words; where scripts run, each is sent at once."""
        self.steps += 1
        box = (
            (within or self.main)
            .get_by_label(self.words(label))
            .and_(self.page.locator("input[type=file]:not([capture])"))
            .first
        )
        box.set_input_files(list(given))

    def sees(self, *texts: str) -> None:
        """The page says all this."""
        for text in texts:
            expect(self.main).to_contain_text(self.words(text))

    def sees_not(self, *texts: str) -> None:
        """The page says none of this."""
        for text in texts:
            expect(self.main).not_to_contain_text(self.words(text))

    def shoot(self, step: str) -> None:
        """Keeps a picture of the page and examines it; what is found stands in `faults`."""
        name = f"{self.journey}-{step}-{self.look}"
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        found = findings(self.page, self.look.width, has_scripts=self.has_scripts)
        self.faults += [f"{name}: {one}" for one in found]

    def focus_fault(self) -> str:
        """Why the place where the keyboard is cannot be seen; empty where it can."""
        return str(self.page.evaluate(_FOCUS))

    def tab_to(self, name: str, *, kind: str = "", most: int = 120) -> None:
        """Goes with the tabulator to the thing or field that has these words, of that kind if one is named.

        The place must be seen at each stop.
        """
        wanted = self.words(name)
        for _ in range(most):
            self.page.keyboard.press("Tab")
            fault = self.focus_fault()
            assert not fault, f"on the way to {name}: {fault}"
            words, found = self._focused()
            if wanted in words and kind in {"", found}:
                return
        message = f"the tabulator does not come to {name}"
        raise AssertionError(message)

    def sign_in(self, login: str, password: str) -> None:
        """Signs in at the page for that."""
        self.go("/account/sign-in/")
        self.sign_in_here(login, password)

    def sign_in_here(self, login: str, password: str) -> None:
        """Signs in where the page asks for it."""
        self.page.fill("main [name=login]", login)
        self.page.fill("main [name=password]", password)
        self.press("Sign in")

    def forget(self) -> None:
        """The session ends without a word, as after eight hours."""
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def _focused(self) -> tuple[str, str]:
        """The words of what has the focus, and its kind."""
        words, kind = self.page.evaluate(
            """() => { const node = document.activeElement;
              const labels = [...(node.labels || []), ...(node.closest("fieldset")?.querySelectorAll("legend") || [])];
              const isField = node.matches("input, select, textarea");
              return [[isField ? "" : node.textContent, node.getAttribute("aria-label"),
                ...labels.map((label) => label.textContent)].join(" "), node.type || node.tagName.toLowerCase()]; }"""
        )
        return str(words), str(kind)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith((REFUSED, *CUT_SHORT)):
            self.faults.append(message.text)

    def _note_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"a dialog of the browser: {dialog.message}")
        dialog.dismiss()

    def _note_response(self, answer: Response) -> None:
        if answer.status >= 400:
            self.refusals.append(f"{answer.status} {answer.request.method} {answer.url}")


@dataclass
class Crowd:
    """Everybody who takes part in a journey, each with a browser of their own."""

    browser: Browser
    server: LiveServer
    folder: Path
    look: Look
    people: list[Person] = field(default_factory=list)

    def arrive(
        self,
        journey: str,
        actor: Actor | None = None,
        *,
        look: Look | None = None,
        has_scripts: bool = True,
        language: str = "zh-CN",
    ) -> Person:
        """Somebody opens a browser, signed in as the actor."""
        chosen = look or self.look
        context = self.browser.new_context(
            viewport={"width": chosen.width, "height": 900},
            base_url=self.server.url,
            locale=language,
            has_touch=chosen.width <= PHONE_PX,
            java_script_enabled=has_scripts,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "display", "value": f"{chosen.mode}.normal", "url": self.server.url}])
        if actor is not None:
            enter(context, self.server, actor)
        person = Person(
            context.new_page(),
            chosen,
            self.folder,
            journey,
            "en" if language.startswith("en") else "zh-hans",
            has_scripts,
        )
        self.people.append(person)
        return person

    def leave(self, *, has_failed: bool = False) -> None:
        """Everybody leaves. After a failure pictures of the last pages are kept as `failed-…`, and nothing is judged."""
        for person in self.people:
            if has_failed:
                person.page.screenshot(path=self.folder / f"failed-{person.journey}-{person.look}.png", full_page=True)
            person.page.context.close()
        wrong = [line for person in self.people for line in (*person.faults, *person.refusals)]
        if wrong and not has_failed:
            raise AssertionError("\n".join(wrong))


def enter(context: BrowserContext, server: LiveServer, actor: Actor) -> None:
    """The browser is signed in as the actor, as if by the page for that."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id or 0), BACKEND)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])


def findings(page: Page, width: int, *, has_scripts: bool = True) -> list[str]:
    """What is wrong with the page as it stands: sideways scroll, what axe finds, and targets too small for a finger.

    Axe is a script and needs a browser that runs scripts.
    """
    told = [*_overflow(page), *(_axe(page) if has_scripts else [])]
    return [*told, *(small_targets(page) if width <= PHONE_PX else [])]


def case_number(page: Page) -> str:
    """The number of the case in the page's address."""
    found = re.search(r"/cases/(\d{15})/", page.url)
    assert found is not None, page.url
    return found[1]


def _overflow(page: Page) -> list[str]:
    wide = page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
      [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 3).map((node) => node.tagName + "." + node.className)""")
    return [f"wider than the screen: {node}" for node in wide]


def _axe(page: Page) -> list[str]:
    """The policy of the page lets no foreign script in; the debugger may bring one."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SOURCE.read_text())
    return axe_findings(page)
