"""What people do in several journeys, in the words of the pages."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from tests.support import cases, identity
from tests.support.browser import Person, case_number, paper
from tests.support.catalogue import make_content, make_instant_content
from yichuang.cases import services
from yichuang.catalogue.rules import Choice, Condition, FieldGroup, FieldKind, FormField, ItemContent, Material

ITEM = "食品经营许可"
ANSWERS = {"经营场所地址": "示例区示例路1号", "经营面积": "60"}
CHECK_FIRST, SEAL = "Check the paper first", "Seal and issue the paper"
M1, M2, M3 = "食品经营许可申请书", "经营场所平面图", "热食操作说明"

MISSING = services.Missing(item=M2, problem="未标明面积", remedy="补充标注")


def small_content(**changes: object) -> ItemContent:
    """A licence with few questions: two of them asked by condition, as is one of its materials."""
    who = FieldGroup(
        title="申请人",
        title_en="Applicant",
        fields=(
            FormField(id="name", element="DE.PERSON.NAME", label="姓名", is_personal=True),
            FormField(
                id="identity_no",
                element="DE.PERSON.ID_NO",
                label="身份证号码",
                kind=FieldKind.IDENTITY_NO,
                is_personal=True,
            ),
        ),
    )
    hot = Condition(field="hot", any_of=("yes",))
    place = FieldGroup(
        title="经营场所",
        title_en="Premises",
        fields=(
            FormField(id="address", element="place.address", label="经营场所地址", kind=FieldKind.ADDRESS),
            FormField(id="area", element="place.area", label="经营面积", kind=FieldKind.NUMBER),
            FormField(
                id="hot",
                element="place.hot",
                label="是否制作热食",
                kind=FieldKind.CHOICE,
                choices=(Choice(value="yes", label="制作热食"), Choice(value="no", label="不制作热食")),
            ),
            FormField(id="stoves", element="place.stoves", label="灶台数量", kind=FieldKind.NUMBER, when=hot),
        ),
    )
    elements = {
        "form": (who, place),
        "materials": (
            Material(code="M1", name=M1),
            Material(code="M2", name=M2, is_deferrable=True),
            Material(code="M3", name=M3, when=hot),
        ),
    }
    return make_content(**{**elements, **changes})


def instant_content() -> ItemContent:
    """A registration with the same questions that is decided on the spot."""
    usual = make_instant_content()
    changes = {name: getattr(usual, name) for name in ("name", "case_type", "promised_limit", "steps")}
    return small_content(**changes, form=small_content().form[:1], materials=small_content().materials[:1])


def read_guide(person: Person) -> None:
    """From the first page by the search to the guide of the licence."""
    person.go("/")
    person.page.get_by_label(person.words("What do you want to get done?")).fill("食品经营")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.press(ITEM)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(ITEM)


def register(person: Person, phone: str) -> None:
    """A new account, signed in."""
    person.go("/account/register/")
    given = {"Name": "陈示例", "Number of the document": identity.identity_no(5005), "Phone number": phone}
    person.write(given)
    for field in person.main.locator("input[type=password]").all():
        field.fill(identity.PASSWORD)
    person.shoot("register")
    person.press("Register")
    if "/sign-in/" in person.page.url:
        person.sign_in_here(phone, identity.PASSWORD)


def begin(person: Person, desk: cases.Desk) -> None:
    """Starts an application for the desk's item."""
    person.go(f"/apply/{desk.version.item_code}/")
    person.press("Start the application")


def answer_questions(person: Person, answers: Mapping[str, str] = ANSWERS, hot: str = "不制作热食") -> None:
    """From the page of the applicant to the page of the materials."""
    person.press("Save and continue")
    person.press("Save and continue")
    person.write(answers)
    person.choose(hot)
    person.press("Save and continue")


def add_file(person: Person, material: str, name: str, mark: str = "") -> None:
    """Sends a file for the material, at once or with the form."""
    box = person.main.locator("section", has=person.page.get_by_role("heading", name=material)).first
    person.steps += 1
    box.locator("input[type=file]:not([data-photo])").set_input_files([paper(name, mark)])
    if not person.has_scripts:
        person.press("Upload the chosen files")
    expect(box.get_by_role("link", name=name)).to_be_visible()


def add_correction(person: Person, material: str, name: str) -> None:
    """Sends a file in place of one that the notice names."""
    box = person.main.locator("section", has=person.page.get_by_role("heading", name=material)).first
    box.locator("input[type=file]:not([data-photo])").set_input_files([paper(name)])
    if person.has_scripts:
        expect(box).to_contain_text(name)
        expect(box.locator("progress")).to_have_count(0)


def submit(person: Person) -> str:
    """Declares and submits on the last page; the number of the case."""
    person.page.locator("[name=declaration]").check()
    person.press("Submit the application")
    expect(person.page).to_have_url(re.compile(r"/cases/\d{15}/submitted/"))
    return case_number(person.page)


def apply(person: Person, desk: cases.Desk) -> str:
    """A whole application without looking around; the number of the case."""
    begin(person, desk)
    answer_questions(person)
    add_file(person, M1, "申请书.pdf")
    add_file(person, M2, "平面图.pdf")
    person.press("Save and continue")
    return submit(person)


def act(
    person: Person, case_no: str, title: str, answers: Mapping[str, str] | None = None, choices: Sequence[str] = ()
) -> None:
    """An official does the act of this title on the case; a paper that must be read before it is sealed is read."""
    person.go(f"/desk/cases/{case_no}/")
    fold = person.unfold(title)
    person.write(answers or {}, fold)
    for choice in choices:
        person.choose(choice, fold)
    person.press(CHECK_FIRST if fold.get_by_role("button", name=person.words(CHECK_FIRST)).count() else title, fold)
    seal = person.main.get_by_role("button", name=person.words(SEAL))
    if seal.count():
        person.follow(seal)
    expect(person.page).to_have_url(re.compile(rf"/desk/cases/{case_no}/$"))


def tell_missing(person: Person, case_no: str, material: str, problem: str) -> None:
    """A clerk tells in one notice what is missing, and reads the notice before it is sealed."""
    person.go(f"/desk/cases/{case_no}/")
    person.press("List what is missing", person.unfold("Tell what is missing"))
    line = person.main.locator("details", has=person.page.locator("summary", has_text=material)).first
    if line.get_attribute("open") is None:
        line.locator("summary").click()
    person.write({"What is wrong, in your words": problem}, line)
    person.shoot("notice")
    person.press(CHECK_FIRST)
    person.shoot("notice-read")
    person.press(SEAL)


def decide(case_no: str, *, reviewer: Person, official: Person, clerk: Person) -> None:
    """An accepted case is reviewed, granted, issued and delivered through the pages."""
    act(reviewer, case_no, "Give an opinion", {"Grounds": "材料齐全，符合条件"}, ["Proposes to grant"])
    act(official, case_no, "Grant")
    act(clerk, case_no, "Issue the result")
    act(clerk, case_no, "Deliver", choices=["Handed over at the window"])


def version_act(person: Person, title: str) -> None:
    """The act of this title is done with the version on the page."""
    fold = person.unfold(title)
    person.press(title, fold)
    person.page.wait_for_load_state()


def fill_part(person: Person, values: Mapping[str, str]) -> None:
    """Fills in a part of an item's content, by the names of its elements."""
    for name, value in values.items():
        person.main.locator(f"[name={name}]").fill(value)


def go_to_check(person: Person) -> None:
    """Through what is left of the draft to its last page."""
    fills = {"食品安全管理人员": "张示例"}
    for _ in range(8):
        if person.page.locator("[name=declaration]").count():
            return
        for label, text in fills.items():
            field = person.main.get_by_label(label)
            if field.count() and not field.first.input_value():
                field.first.fill(text)
        for material in (M1, M2):
            box = person.main.locator("section", has=person.page.get_by_role("heading", name=material))
            if box.count() and not box.get_by_role("link", name=".pdf").count():
                add_file(person, material, f"{material}.pdf")
        person.press("Save and continue")
    message = f"the last page does not come: {person.page.url}"
    raise AssertionError(message)


def file_case(desk: cases.Desk) -> str:
    """A received case of the small licence, filed at the window; its number."""
    form = {
        "name": "张示例",
        "identity_no": identity.identity_no(7),
        "address": ANSWERS["经营场所地址"],
        "area": ANSWERS["经营面积"],
        "hot": "no",
    }
    case_no = services.submit_application(actor=desk.clerk, submission=cases.submission(desk, form=form)).case_no
    services.receive_case(actor=desk.clerk, case_no=case_no)
    return case_no
