"""Questions of anybody: asked, answered once, published without personal data, found."""

import uuid
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.support import catalogue, identity
from tests.support import organisations as bodies
from tests.support.acts import at
from tests.support.correspondence import PHONE, ask, centre_authority, make_calendar, question, sent_texts
from yichuang.core.actor import ANONYMOUS, Actor, RightMissingError, SignInRequiredError
from yichuang.core.paging import CursorError
from yichuang.core.rights import Role
from yichuang.correspondence import queries, services
from yichuang.correspondence.errors import (
    AlreadyAnsweredError,
    ConsultationNotFoundError,
    NotAnsweredError,
    NotPublishedError,
    PersonalDataError,
    PublicationUnwantedError,
    QuestionInvalidError,
    SameOrganisationError,
    TextMissingError,
    TooManyQuestionsError,
)
from yichuang.correspondence.models import Answer, Consultation
from yichuang.correspondence.rules import ConsultationAct, ConsultationState, NoticeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> int:
    make_calendar()
    return bodies.make_organisation()


@pytest.fixture
def clerk(department: int) -> Actor:
    return identity.staff_actor(Role.WINDOW_CLERK, organisation_id=department, name="窗口甲")


@pytest.fixture
def manager() -> Actor:
    return identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=centre_authority(), name="主任乙")


def reply(actor: Actor, number: str, text: str = "请带身份证和场所平面图。") -> str:
    return services.answer(actor=actor, number=number, text=text, key=uuid.uuid4())


def publish(
    actor: Actor, number: str, title: str = "开餐馆要带什么", question: str = "要带什么？", answer: str = "身份证。"
) -> None:
    services.publish_answer(actor=actor, number=number, title=title, question=question, answer_text=answer)


def test_a_question_is_due_in_five_working_days(department: int) -> None:
    with at("2026-09-25T16:30"):
        asked = ask(department)

    view = queries.find_consultation(asked.number, PHONE)
    assert asked.number.startswith("Z20260925-")
    # The National Day holiday lies between.
    assert str(asked.due_on) == str(view.due_on) == "2026-10-09"
    assert (view.state, view.answer, view.name, view.phone) == (ConsultationState.WAITING, None, "李示例", PHONE)


def test_the_term_is_a_setting(department: int, settings: Settings) -> None:
    settings.CONSULTATION_TERM = "3wd"

    with at("2026-03-02T09:00"):
        assert str(ask(department).due_on) == "2026-03-05"


def test_a_question_with_an_account_needs_neither_name_nor_phone(department: int) -> None:
    person = identity.applicant_actor("张示例")

    number = ask(department, person, name="", phone="").number

    view = queries.get_consultation(person, number)
    assert (view.is_own, view.name, view.phone) == (True, "张示例", "")
    assert [row.number for row in queries.list_my_consultations(person).rows] == [number]


def test_the_same_key_asks_once(department: int) -> None:
    key = uuid.uuid4()

    numbers = {services.ask(actor=ANONYMOUS, question=question(department), key=key).number for _ in range(2)}

    assert len(numbers) == Consultation.objects.count() == 1


def test_a_question_about_an_item_goes_to_its_department(department: int) -> None:
    version = catalogue.make_published_item("A1", None, department)

    asked = ask(None, item_code=version.item_code)

    row = Consultation.objects.get(number=asked.number)
    assert (row.organisation_id, row.item_name) == (department, version.name)


def test_a_question_to_nobody_in_particular_goes_to_the_centre(department: int) -> None:
    with pytest.raises(QuestionInvalidError) as refused:
        ask(None)
    authority = centre_authority()

    asked = ask(None)

    assert [problem.field for problem in refused.value.problems] == ["organisation"]
    assert Consultation.objects.get(number=asked.number).organisation_id == authority


def test_an_incomplete_question_names_every_field(department: int) -> None:
    with pytest.raises(QuestionInvalidError) as refused:
        ask(department, title="", text="", name="", phone="1")

    assert [problem.field for problem in refused.value.problems] == ["title", "text", "name", "phone"]


def test_one_network_asks_five_times_an_hour(department: int) -> None:
    with at("2026-03-02T09:00"):
        for number in range(5):
            ask(department, address="192.0.2.7", phone=identity.phone(number).replace("100", "138", 1))
        with pytest.raises(TooManyQuestionsError) as refused:
            ask(department, address="192.0.2.7")
        ask(department, address="192.0.2.8")

    assert refused.value.details == {"seconds": 3601}
    with at("2026-03-02T10:01"):
        ask(department, address="192.0.2.7")
    assert Consultation.objects.count() == 7


def test_one_person_asks_twenty_times_a_day(department: int) -> None:
    person = identity.applicant_actor()
    for _ in range(20):
        ask(department, person)

    with pytest.raises(TooManyQuestionsError):
        ask(department, person)
    ask(department, identity.applicant_actor("王示例"))


def test_staff_ask_for_somebody_who_called(department: int, clerk: Actor) -> None:
    number = ask(department, clerk).number

    row = Consultation.objects.get(number=number)
    assert (row.account_id, row.name, row.address_index) == (None, "李示例", "")
    assert queries.list_events(clerk, number)[0].actor == "窗口甲"


def test_number_and_phone_must_belong_together(department: int) -> None:
    number = ask(department).number

    assert queries.find_consultation(number.lower().replace("-", ""), "+86 138-0000-1234").number == number
    for given in ((number, "13900001234"), ("Z20260101-000000", PHONE), (number, ""), ("", PHONE)):
        with pytest.raises(ConsultationNotFoundError):
            queries.find_consultation(*given)


def test_without_phone_a_question_of_an_account_is_not_found(department: int) -> None:
    number = ask(department, identity.applicant_actor(), phone="").number

    with pytest.raises(ConsultationNotFoundError):
        queries.find_consultation(number, "")


def test_whoever_asked_without_account_is_told_by_text_message(
    department: int, clerk: Actor, settings: Settings
) -> None:
    settings.CENTRE_NAME, settings.PUBLIC_BASE_URL = "示例区政务服务中心", "https://zwfw.example.gov.cn"
    number = ask(department).number

    reply(clerk, number)

    assert sent_texts() == [f"示例区政务服务中心：您的咨询{number}已答复，详见https://zwfw.example.gov.cn"]
    answer = queries.find_consultation(number, PHONE).answer
    assert answer is not None
    assert (answer.text, answer.author) == ("请带身份证和场所平面图。", "窗口甲")


def test_whoever_asked_with_account_has_a_notice(department: int, clerk: Actor) -> None:
    person = identity.applicant_actor()
    number = ask(department, person).number

    reply(clerk, number)

    (notice,) = queries.list_notices(person).rows
    assert (notice.kind, notice.number) == (NoticeKind.ANSWERED, number)


def test_a_question_is_answered_once(department: int, clerk: Actor) -> None:
    number, key = ask(department).number, uuid.uuid4()
    services.answer(actor=clerk, number=number, text="一", key=key)

    services.answer(actor=clerk, number=number, text="一", key=key)
    with pytest.raises(AlreadyAnsweredError) as refused:
        reply(clerk, number, "二")

    assert refused.value.details == {"number": number, "name": "窗口甲"}
    assert (Answer.objects.count(), len(sent_texts())) == (1, 1)


def test_strangers_neither_see_nor_answer(department: int, clerk: Actor) -> None:
    number = ask(department, identity.applicant_actor()).number
    elsewhere = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation())
    powerless = identity.staff_actor(Role.RECORDS_CLERK, organisation_id=department)

    for actor in (elsewhere, powerless, identity.applicant_actor("王示例")):
        with pytest.raises(ConsultationNotFoundError):
            queries.get_consultation(actor, number)
        with pytest.raises(ConsultationNotFoundError):
            reply(actor, number)
    with pytest.raises(SignInRequiredError):
        queries.get_consultation(ANONYMOUS, number)
    with pytest.raises(TextMissingError):
        reply(clerk, number, " ")
    assert Answer.objects.count() == 0


def test_the_asker_does_not_answer_himself(department: int) -> None:
    person = identity.applicant_actor()
    number = ask(department, person).number

    with pytest.raises(RightMissingError):
        reply(person, number)


def test_staff_see_name_and_phone_masked(department: int, clerk: Actor) -> None:
    view = queries.get_consultation(clerk, ask(department).number)

    assert (view.name, view.phone) == ("李**", "138****1234")
    assert (view.is_own, view.may_answer, view.may_publish) == (False, True, False)


def test_what_came_to_the_wrong_department_is_passed_on(department: int, clerk: Actor) -> None:
    number, other = ask(department).number, bodies.make_organisation()
    colleague = identity.staff_actor(Role.REVIEWER, organisation_id=other, name="审查丙")

    with pytest.raises(SameOrganisationError):
        services.pass_on(actor=clerk, number=number, organisation_id=department, reason="测试")
    services.pass_on(actor=clerk, number=number, organisation_id=other, reason="属于对方职责")

    assert queries.list_consultations(clerk).rows == ()
    assert [row.number for row in queries.list_consultations(colleague).rows] == [number]
    events = queries.list_events(colleague, number)
    assert [(one.act, one.reason) for one in events] == [
        (ConsultationAct.ASK, ""),
        (ConsultationAct.PASS_ON, "属于对方职责"),
    ]
    reply(colleague, number)
    with pytest.raises(AlreadyAnsweredError):
        services.pass_on(actor=colleague, number=number, organisation_id=department, reason="再转")


def test_the_public_reads_the_edited_wording_and_the_originals_stay(
    department: int, clerk: Actor, manager: Actor
) -> None:
    number = ask(department, text=f"我是李示例，电话{PHONE}，开店要带什么？").number
    reply(clerk, number)

    proposal = queries.propose_wording(manager, number)
    publish(manager, number, question="开店要带什么？")

    assert proposal.question == "我是李某，电话138****1234，开店要带什么？"
    public = queries.get_public_answer(number)
    assert (public.title, public.question, public.answer) == ("开餐馆要带什么", "开店要带什么？", "身份证。")
    assert queries.find_consultation(number, PHONE).text == f"我是李示例，电话{PHONE}，开店要带什么？"
    assert queries.list_events(manager, number)[-1].act is ConsultationAct.PUBLISH


def test_a_wording_with_personal_data_is_not_published(department: int, clerk: Actor, manager: Actor) -> None:
    number = ask(department).number
    reply(clerk, number)

    with pytest.raises(PersonalDataError) as refused:
        publish(manager, number, question=f"李示例问，电话{PHONE}", answer=f"证号{identity.identity_no(3)}")

    found = [(problem.field, problem.code) for problem in refused.value.problems]
    assert found == [
        ("question", "correspondence.phone"),
        ("question", "correspondence.name"),
        ("answer", "correspondence.identity_no"),
    ]
    with pytest.raises(ConsultationNotFoundError):
        queries.get_public_answer(number)


def test_publishing_needs_consent_an_answer_and_the_right(department: int, clerk: Actor, manager: Actor) -> None:
    private, waiting = ask(department, wants_public=False).number, ask(department).number
    reply(clerk, private)

    with pytest.raises(PublicationUnwantedError):
        publish(manager, private)
    with pytest.raises(NotAnsweredError):
        publish(manager, waiting)
    reply(clerk, waiting)
    with pytest.raises(RightMissingError):
        publish(clerk, waiting)
    assert queries.list_public_answers().rows == ()


def test_a_publication_can_be_withdrawn(department: int, clerk: Actor, manager: Actor) -> None:
    number = ask(department).number
    reply(clerk, number)
    with pytest.raises(NotPublishedError):
        services.withdraw_publication(actor=manager, number=number, reason="误发")
    publish(manager, number)

    services.withdraw_publication(actor=manager, number=number, reason="内容已过时")

    assert queries.list_public_answers().rows == ()
    assert queries.propose_wording(manager, number).title == "开餐馆要带什么"
    publish(manager, number)
    assert [row.number for row in queries.list_public_answers().rows] == [number]


def test_public_answers_are_found_by_their_words(department: int, clerk: Actor, manager: Actor) -> None:
    version = catalogue.make_published_item("A1", None, department)
    about, other = ask(department, item_code=version.item_code).number, ask(department).number
    for number in (about, other):
        reply(clerk, number)
    publish(manager, about, title="餐馆的面积有要求吗", question="面积最少多少？", answer="按规范办理。")
    publish(manager, other, title="How long does it take", question="几天？", answer="五个工作日。")

    def found(text: str = "", **narrowed: str) -> list[str]:
        return [row.number for row in queries.list_public_answers(text, **narrowed).rows]  # type: ignore[arg-type]

    assert found() == [other, about]
    assert found("面积") == found("餐馆 面积") == found(item_code=version.item_code) == [about]
    assert found("工作日") == found("LONG") == found("五个 几天") == [other]
    assert [found(text) for text in ("积面", "没有", "？！")] == [[], [], []]
    assert queries.list_public_answers(organisation_id=department + 1).rows == ()


@pytest.mark.parametrize("which", ["waiting", "answered", "mine", "public"])
def test_each_list_goes_on_where_the_page_ended(
    department: int, clerk: Actor, manager: Actor, which: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = identity.applicant_actor()
    numbers = [ask(department, person).number for _ in range(3)]
    if which in {"answered", "public"}:
        for number in numbers:
            reply(clerk, number)
            publish(manager, number)
    lists: dict[str, Callable[[str | None], object]] = {
        "waiting": lambda cursor: queries.list_consultations(clerk, cursor=cursor, size=2),
        "answered": lambda cursor: queries.list_consultations(
            clerk, state=ConsultationState.ANSWERED, cursor=cursor, size=2
        ),
        "mine": lambda cursor: queries.list_my_consultations(person, cursor=cursor, size=2),
        "public": lambda cursor: queries.list_public_answers(cursor=cursor, size=2),
    }
    seen: list[str] = []
    cursor: str | None = None

    while True:
        with django_assert_num_queries(1):
            page = lists[which](cursor)
        seen += [row.number for row in page.rows]  # type: ignore[attr-defined]  # a page of either kind
        cursor = page.next_cursor  # type: ignore[attr-defined]
        if cursor is None:
            break

    assert seen == (numbers if which == "waiting" else numbers[::-1])
    with pytest.raises(CursorError):
        lists[which]("x")


def test_what_is_overdue_is_counted(department: int, clerk: Actor) -> None:
    with at("2026-03-02T09:00"):
        ask(department)
    with at("2026-03-09T09:00"):
        late = ask(department, phone="13900001234").number
        on_time = queries.count_waiting(clerk)
    with at("2026-03-10T09:00"):
        counts = queries.count_waiting(clerk)
        rows = queries.list_consultations(clerk).rows

    assert (on_time.consultations, on_time.overdue) == (2, 0)
    assert (counts.consultations, counts.overdue) == (2, 1)
    assert [row.is_overdue for row in rows] == [True, False]
    assert rows[1].number == late


def test_who_met_a_question_first_answers_for_it_and_only_the_staff_see_who(department: int, clerk: Actor) -> None:
    asker = identity.applicant_actor("张示例")
    number = ask(department, asker).number
    second = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=department, name="窗口乙")

    before = queries.get_consultation(clerk, number).first_contact
    reply(clerk, number)

    assert before == ""
    assert queries.get_consultation(second, number).first_contact == "窗口甲"
    assert queries.get_consultation(asker, number).first_contact == ""
