"""Filing: what is checked, what is kept, under which version, and how often."""

import io
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from tests.support import cases, identity
from tests.support.acts import case, last_row, traces
from tests.support.catalogue import approve, make_content, wd
from tests.support.documents import pdf
from yichuang.cases import queries, services
from yichuang.cases.errors import (
    FormInvalidError,
    ItemClosedError,
    KeyReusedError,
    MaterialsMissingError,
    MaterialUnknownError,
)
from yichuang.cases.models import CaseMaterial, LedgerRow
from yichuang.cases.rules import Act, Channel, Opinion, PartyKind, State
from yichuang.cases.services import Party
from yichuang.catalogue import services as catalogue
from yichuang.catalogue.rules import Condition, FieldGroup, FieldKind, FormField, Material, Necessity
from yichuang.core.actor import SYSTEM, Actor, RightMissingError
from yichuang.core.problems import filled
from yichuang.documents.errors import UploadNotFoundError
from yichuang.documents.services import store_upload
from yichuang.identity.rules import IdentityType

pytestmark = pytest.mark.django_db


def upload(actor: Actor, mark: str = "") -> int:
    """A file handed in by the actor; its id."""
    return store_upload(actor=actor, name="申请书.pdf", stream=io.BytesIO(pdf(mark))).id


def online(desk: cases.Desk, materials: dict[str, list[int]]) -> services.Submission:
    """The desk's applicant applies online with those materials."""
    return cases.submission(desk, channel=Channel.ONLINE, materials=materials)


def test_personal_data_is_unreadable_in_the_tables() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.DELIVERED)
    person = cases.party_of(desk.applicant)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM cases_case c")
        text = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(row_to_json(l)::text, '') FROM cases_ledgerrow l")
        text += cursor.fetchone()[0]

    assert case_no in text
    assert not [one for one in (person.name, person.identity_no, person.phone, identity.identity_no(7)) if one in text]
    assert not [one for one in (person.name, person.identity_no) if one.encode().hex() in text]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "party-name", "cases.party_name"),
        ({"name": "\u200b\x00"}, "party-name", "cases.party_name"),
        ({"name": "张" * 101}, "party-name", "cases.party_name_long"),
        ({"identity_no": "99010119800101001"}, "party-identity_no", "core.identity_no_shape"),
        ({"phone": "12"}, "party-phone", "core.phone_shape"),
    ],
)
def test_a_wrong_party_is_named(changes: dict[str, Any], field: str, code: str) -> None:
    desk = cases.make_desk()
    party = replace(cases.party_of(desk.applicant), **changes)
    before = traces()

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=desk.clerk, submission=cases.submission(desk, party=party))
    assert [(one.field, one.code) for one in refusal.value.problems] == [(field, code)]
    assert traces() == before


def test_an_applicant_applies_online_in_his_own_name_only() -> None:
    desk = cases.make_desk()
    materials = {code: [upload(desk.applicant, code)] for code in ("M1", "M2")}
    other = cases.party_of(identity.applicant_actor("李示例"))
    before = traces()

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=desk.applicant, submission=replace(online(desk, materials), party=other))
    assert [(one.field, one.code) for one in refusal.value.problems] == [("party-identity_no", "cases.party_not_own")]
    assert traces() == before


def test_an_applicant_does_not_pass_for_the_window_where_no_files_are_asked_for() -> None:
    desk = cases.make_desk()
    before = traces()

    with pytest.raises(RightMissingError):
        services.submit_application(actor=desk.applicant, submission=cases.submission(desk))
    assert traces() == before


def test_invisible_characters_of_a_name_are_dropped() -> None:
    desk = cases.make_desk()
    party = replace(cases.party_of(desk.applicant), name="张\u202e示\x00例")

    done = services.submit_application(actor=desk.clerk, submission=cases.submission(desk, party=party))

    assert case(done.case_no).party_name == "张示例"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("㐀𠮷", "㐀𠮷"),
        ("阿不都热合曼·买买提", "阿不都热合曼·买买提"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Ann\u00a0 Example\r\n", "Ann Example"),
        ("张\u200f示\U000e0041例", "张示例"),
        ("张" * 100, "张" * 100),
    ],
)
def test_a_name_is_kept_as_it_is_written_in_one_line(typed: str, kept: str) -> None:
    desk = cases.make_desk()
    party = replace(cases.party_of(desk.applicant), name=typed)

    done = services.submit_application(actor=desk.clerk, submission=cases.submission(desk, party=party))

    assert case(done.case_no).party_name == kept
    assert queries.find_progress(done.case_no, f" {kept} ") is not None


@pytest.mark.parametrize(
    ("name", "language", "message"),
    [
        ("", "en", "Give the applicant's name."),
        ("\u202e", "zh-hans", "请填写申请人姓名或名称。"),
        ("张" * 101, "en", "A name has at most 100 characters; this one has 101."),
        ("𠮷" * 101, "zh-hans", "姓名（名称）最多100个字，现有101个字。"),
    ],
)
def test_what_is_wrong_with_a_name_is_said_in_the_readers_language(name: str, language: str, message: str) -> None:
    party = Party(PartyKind.PERSON, name, IdentityType.RESIDENT_CARD, identity.identity_no(7), identity.phone())

    problem = services.check_party(party)[1][0]

    with override(language):
        assert filled(problem.text, problem.details) == message


def test_a_material_that_the_answers_do_not_lead_to_is_neither_asked_for_nor_kept() -> None:
    hires = FormField(id="hires", element="E.HIRES", label="是否雇工", kind=FieldKind.YES_NO)
    when = Condition(field="hires", any_of=("yes",))
    contract = Material(code="M2", name="劳动合同", necessity=Necessity.CONDITIONAL, condition="雇工的", when=when)
    desk = cases.make_desk(
        make_content(
            form=(FieldGroup(title="组", fields=(hires,)),), materials=(Material(code="M1", name="申请书"), contract)
        )
    )

    def numbers(answer: str, given: dict[str, list[int]]) -> str:
        application = cases.submission(desk, form={"hires": answer}, materials=given)
        number = services.submit_application(actor=desk.clerk, submission=application).case_no
        cases.do(desk, Act.RECEIVE, number)
        return number

    alone, without, with_both = (
        numbers("no", {"M1": [], "M2": []}),
        numbers("yes", {"M1": []}),
        numbers("yes", {"M1": [], "M2": []}),
    )
    view = queries.get_case_view(desk.clerk, alone)
    assert [(one.code, one.is_required) for one in view.materials] == [("M1", True)]
    assert cases.do(desk, Act.ACCEPT, alone).state is State.ACCEPTED
    assert cases.do(desk, Act.ACCEPT, with_both).state is State.ACCEPTED
    with pytest.raises(MaterialsMissingError) as refusal:
        cases.do(desk, Act.ACCEPT, without)
    assert refusal.value.details == {"names": ["劳动合同"]}


def test_everything_wrong_is_named_at_once() -> None:
    desk = cases.make_desk()
    party = replace(cases.party_of(desk.applicant), phone="12")
    application = cases.submission(desk, party=party, channel=Channel.ONLINE, materials={}, form={"identity_no": "1"})

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=desk.applicant, submission=application)
    assert [one.field for one in refusal.value.problems] == [
        "party-phone",
        "name",
        "identity_no",
        "material-M1",
        "material-M2",
    ]


def test_an_empty_list_is_no_material_online() -> None:
    desk = cases.make_desk()

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(
            actor=desk.applicant, submission=online(desk, {"M1": [upload(desk.applicant)], "M2": []})
        )
    assert [one.field for one in refusal.value.problems] == ["material-M2"]


def test_files_handed_in_are_named_in_the_ledger_by_their_digest() -> None:
    desk = cases.make_desk()
    first, second, third = (upload(desk.applicant, mark) for mark in "abc")

    done = services.submit_application(
        actor=desk.applicant, submission=online(desk, {"M1": [first, second], "M2": [third]})
    )

    view = queries.get_case_view(desk.clerk, done.case_no)
    kept = {one.code: [file.id for file in one.uploads] for one in view.materials}
    assert kept == {"M1": [first, second], "M2": [third]}
    noted: Any = last_row(done.case_no).details["materials"]
    assert [one["code"] for one in noted] == ["M1", "M1", "M2"]
    assert [one["sha256"] for one in noted] == [file.digest for one in view.materials for file in one.uploads]
    assert queries.case_upload(desk.clerk, done.case_no, third) == third


def test_a_material_that_the_item_does_not_ask_for_is_refused() -> None:
    desk = cases.make_desk()
    before = traces()

    with pytest.raises(MaterialUnknownError):
        services.submit_application(
            actor=desk.clerk, submission=cases.submission(desk, materials={"M1": [], "M2": [], "M9": []})
        )
    assert traces() == before


@pytest.mark.parametrize("act", [Act.SUBMIT, Act.CORRECT])
def test_a_file_that_does_not_exist_cannot_be_handed_in(act: Act) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    before = traces()

    with pytest.raises(UploadNotFoundError):
        if act is Act.SUBMIT:
            services.submit_application(
                actor=desk.applicant, submission=online(desk, {"M1": [999_999], "M2": [upload(desk.applicant)]})
            )
        else:
            services.correct_case(actor=desk.applicant, case_no=case_no, materials={"M1": [999_999]})
    assert traces() == before


@pytest.mark.parametrize("act", [Act.SUBMIT, Act.CORRECT])
def test_nobody_hands_in_the_file_of_somebody_else(act: Act) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    foreign = upload(identity.applicant_actor("李示例"))
    before = traces()

    with pytest.raises(UploadNotFoundError):
        if act is Act.SUBMIT:
            services.submit_application(
                actor=desk.applicant, submission=online(desk, {"M1": [foreign], "M2": [upload(desk.applicant)]})
            )
        else:
            services.correct_case(actor=desk.applicant, case_no=case_no, materials={"M1": [foreign]})
    assert traces() == before


def test_a_case_keeps_the_version_under_which_it_was_filed() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    old = desk.version
    renewed = make_content(name="食品经营许可（新）", promised_limit=wd(9))
    draft = catalogue.start_draft(actor=SYSTEM, item_id=old.item_id, content=renewed)
    approve(draft.version_id)
    catalogue.publish(actor=SYSTEM, version_id=draft.version_id)

    cases.do(desk, Act.ACCEPT, case_no)

    view = queries.get_case_view(desk.clerk, case_no)
    assert (view.version.id, view.version.number, view.item_name) == (old.id, 1, "食品经营许可")
    assert view.version.content == old.content
    papers = [paper.id for paper in view.papers]
    assert services.verify_ledger(actor=SYSTEM).broken == ()
    assert len(papers) == 2
    with pytest.raises(ItemClosedError):
        cases.make_case(desk)


def test_a_suspended_item_takes_no_case_but_lets_the_running_ones_end() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    catalogue.suspend(actor=SYSTEM, version_id=desk.version.id, reason="系统调整")
    before = traces()

    with pytest.raises(ItemClosedError) as refusal:
        cases.make_case(desk)
    assert refusal.value.details == {"item": "食品经营许可"}
    assert traces() == before
    assert cases.do(desk, Act.ACCEPT, case_no).state is State.ACCEPTED


def test_the_same_submission_twice_is_one_case_and_one_answer() -> None:
    desk = cases.make_desk()
    application = cases.submission(desk)

    first = services.submit_application(actor=desk.clerk, submission=application)
    second = services.submit_application(actor=desk.clerk, submission=application)

    assert second == replace(first, is_repeat=True)
    assert LedgerRow.objects.count() == 1


def test_a_repeated_submission_is_answered_even_when_the_item_is_suspended_meanwhile() -> None:
    desk = cases.make_desk()
    application = cases.submission(desk)
    first = services.submit_application(actor=desk.clerk, submission=application)
    catalogue.suspend(actor=SYSTEM, version_id=desk.version.id, reason="系统调整")

    again = services.submit_application(actor=desk.clerk, submission=application)

    assert (again.case_no, again.is_repeat) == (first.case_no, True)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (Act.RECEIVE, State.SUBMITTED),
        (Act.REQUEST_CORRECTION, State.RECEIVED),
        (Act.CORRECT, State.CORRECTION_REQUESTED),
        (Act.ACCEPT, State.RECEIVED),
        (Act.REFUSE, State.RECEIVED),
        (Act.REVIEW, State.ACCEPTED),
        (Act.GRANT, State.IN_REVIEW),
        (Act.DENY, State.IN_REVIEW),
        (Act.ISSUE, State.GRANTED),
        (Act.DELIVER, State.ISSUED),
        (Act.ARCHIVE, State.DELIVERED),
    ],
)
def test_the_same_request_twice_is_one_row_and_one_answer(act: Act, state: State) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    first = cases.do(desk, act, case_no, key="a-key")
    after_first = traces()
    second = cases.do(desk, act, case_no, key="a-key")

    assert second == replace(first, is_repeat=True)
    assert traces() == after_first


def test_another_key_is_another_request() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)

    for key in ("one", "two"):
        services.review_case(actor=desk.reviewer, case_no=case_no, opinion=Opinion.GRANT, text="", key=key)

    assert LedgerRow.objects.filter(case_no=case_no, act="review").count() == 2


def test_a_key_used_for_an_act_that_is_over_is_refused_for_another_act() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    cases.do(desk, Act.REVIEW, case_no, key="a-key")
    before = traces()

    with pytest.raises(KeyReusedError) as refusal:
        cases.do(desk, Act.ACCEPT, case_no, key="a-key")
    assert refusal.value.details == {"act": Act.REVIEW}
    assert traces() == before


def test_a_key_used_before_is_refused_for_an_act_that_would_be_possible() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    cases.do(desk, Act.RECEIVE, case_no, key="a-key")
    before = traces()

    with pytest.raises(KeyReusedError) as refusal:
        cases.do(desk, Act.ACCEPT, case_no, key="a-key")
    assert refusal.value.details == {"act": Act.RECEIVE}
    assert traces() == before


def test_keys_of_two_cases_do_not_meet() -> None:
    desk = cases.make_desk()
    first, second = cases.make_case(desk), cases.make_case(desk)

    done = [cases.do(desk, Act.RECEIVE, one, key="a-key") for one in (first, second)]

    assert [one.is_repeat for one in done] == [False, False]


def test_a_repeat_is_answered_only_to_whoever_may_do_the_act() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    cases.do(desk, Act.RECEIVE, case_no, key="a-key")

    with pytest.raises(RightMissingError):
        cases.do(desk, Act.RECEIVE, case_no, key="a-key", actor=desk.reviewer)


def test_a_repeated_submission_of_somebody_elses_key_tells_nothing() -> None:
    desk = cases.make_desk()
    application = cases.submission(desk)
    services.submit_application(actor=desk.clerk, submission=application)
    other = identity.applicant_actor("李示例")

    with pytest.raises(KeyReusedError):
        services.submit_application(actor=other, submission=application)


def test_materials_of_a_correction_carry_its_row() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    file = upload(desk.applicant)

    done = services.correct_case(actor=desk.applicant, case_no=case_no, materials={"M2": [file]})

    rows = CaseMaterial.objects.filter(case__case_no=case_no).order_by("id").values_list("seq", "code", "upload_id")
    assert list(rows) == [(1, "M1", None), (1, "M2", None), (done.seq, "M2", file)]


def test_every_submission_has_its_own_key() -> None:
    desk = cases.make_desk()
    numbers = {
        services.submit_application(actor=desk.clerk, submission=cases.submission(desk, key=uuid.uuid4())).case_no
        for _ in range(3)
    }

    assert len(numbers) == 3
