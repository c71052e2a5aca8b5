"""Names, codes and numbers of documents: plain rules."""

from collections.abc import Callable

import pytest

from tests.support.papers import paper_data
from yichuang.documents.errors import PaperDataError
from yichuang.documents.rules import (
    CODE_ALPHABET,
    DATA_OF,
    GrantData,
    MaterialLine,
    PaperKind,
    ProblemLine,
    authority_by_letter,
    cited,
    cited_letter,
    clean_name,
    code_problem,
    grouped_code,
    is_program,
    new_verify_code,
    normal_code,
    paper_number,
)
from yichuang.documents.rules.paper_words import MISSING, TOO_LONG, Element


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("营业执照.pdf", "营业执照.pdf"),
        ("C:\\Users\\me\\营业执照.pdf", "营业执照.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("照\u202efdp.exe.pdf", "照fdp.exe.pdf"),
        ("a\x00b\r\n c.pdf", "ab c.pdf"),
        ("  .pdf", "未命名.pdf"),
        ("", "未命名"),
        ("a<b>|c?.pdf", "a_b__c_.pdf"),
        ("照片\u200b.JPG", "照片.JPG"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_nothing_that_could_mislead(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("head", [b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xca\xfe\xba\xbe", b"dex\n035"])
def test_a_program_is_known_by_its_first_bytes(head: bytes) -> None:
    assert is_program(head)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (PaperKind.RECEIPT, "示市监收〔2026〕12号"),
        (PaperKind.ONE_TIME_NOTICE, "示市监补〔2026〕12号"),
        (PaperKind.ACCEPTANCE, "示市监受〔2026〕12号"),
        (PaperKind.REFUSAL, "示市监不受〔2026〕12号"),
        (PaperKind.DECISION_GRANTED, "示市监准〔2026〕12号"),
        (PaperKind.DECISION_DENIED, "示市监不准〔2026〕12号"),
    ],
)
def test_a_number_names_body_kind_year_and_serial(kind: PaperKind, number: str) -> None:
    assert paper_number("示市监", kind, 2026, 12) == number


def test_a_code_is_long_and_of_unmistakable_characters() -> None:
    codes = {new_verify_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {20}
    assert not set("".join(codes)) & set("01OIL")
    assert len(CODE_ALPHABET) == 31


def test_a_code_may_be_typed_with_hyphens_spaces_and_small_letters() -> None:
    code = "ABCDE23456FGHJK789XY"

    assert grouped_code(code) == "ABCDE-23456-FGHJK-789XY"
    assert normal_code(" abcde-23456 fghjk-789xy\n") == code
    assert normal_code(code[:-1]) is None
    assert normal_code(code[:-1] + "O") is None


def test_every_kind_has_its_data() -> None:
    assert set(DATA_OF) == set(PaperKind)


def test_no_two_kinds_share_a_number() -> None:
    numbers = {paper_number("示市监", kind, 2026, 1) for kind in PaperKind}

    assert len(numbers) == 25
    assert "示市监听告〔2026〕1号" in numbers


def test_unknown_elements_of_a_paper_are_refused() -> None:
    given = paper_data(PaperKind.DECISION_GRANTED).model_dump()

    with pytest.raises(PaperDataError) as caught:
        GrantData.model_validate({**given, "licence_no": "1"})

    assert [problem.field for problem in caught.value.problems] == ["licence_no"]


@pytest.mark.parametrize(
    ("build", "field", "what", "most"),
    [
        (lambda: paper_data(PaperKind.REFUSAL, reason="长" * 5001), "reason", Element.REASON, 5000),
        (lambda: ProblemLine(item="长" * 301, problem="不清楚"), "item", Element.ITEM, 300),
        (lambda: MaterialLine.model_validate({"name": "长" * 301}), "name", Element.NAME, 300),
        (lambda: paper_data(PaperKind.HEARING_RECORD, people=("赵示例", "长" * 301)), "people.1", Element.PEOPLE, 300),
        (
            lambda: paper_data(PaperKind.DECISION_GRANTED, conditions=("长" * 5001,)),
            "conditions.0",
            Element.CONDITIONS,
            5000,
        ),
    ],
)
def test_what_is_too_long_for_a_paper_is_named_in_words(
    build: Callable[[], object], field: str, what: Element, most: int
) -> None:
    with pytest.raises(PaperDataError) as caught:
        build()

    (problem,) = caught.value.problems
    assert (problem.field, problem.code, problem.text) == (field, "documents.string_too_long", TOO_LONG)
    assert problem.details == {"what": what, "given": most + 1, "most": most}
    assert len(problem.value) == 200


def test_a_letter_of_authority_is_cited_by_papers_that_decide() -> None:
    by_letter, by_post = authority_by_letter("示市监授〔2026〕1号"), "岗位职权：审批科科长"

    cited_by = {kind for kind in PaperKind if cited_letter(kind, by_letter)}

    assert by_letter == "授权书示市监授〔2026〕1号"
    assert cited_letter(PaperKind.DECISION_DENIED, by_letter) == "示市监授〔2026〕1号"
    assert cited_letter(PaperKind.DECISION_DENIED, by_post) == ""
    assert set(PaperKind) - cited_by == {
        PaperKind.RECEIPT, PaperKind.ONE_TIME_NOTICE, PaperKind.DEFERRAL_PROMISE, PaperKind.COMMITMENT,
        PaperKind.HEARING_RIGHT, PaperKind.HEARING_NOTICE, PaperKind.HEARING_RECORD, PaperKind.TRANSFER,
        PaperKind.DELIVERY_RECEIPT, PaperKind.SUPERVISE_ORDER, PaperKind.RECOMMENDATION, PaperKind.FORM_INQUIRY,
        PaperKind.DISCIPLINE_FILE,
    }  # fmt: skip


def test_a_denial_without_reasons_is_refused() -> None:
    with pytest.raises(PaperDataError) as caught:
        paper_data(PaperKind.DECISION_DENIED, reasons=())

    (problem,) = caught.value.problems
    assert (problem.field, problem.code, problem.text) == ("reasons", "documents.too_short", MISSING)
    assert problem.details == {"what": Element.REASONS}


@pytest.mark.parametrize(
    ("typed", "details"),
    [
        ("ABC", {"wanted": 20, "given": 3}),
        ("2" * 21, {"wanted": 20, "given": 21}),
        ("2222222222222222222O", {"letters": "O"}),
        ("il01" + "2" * 16, {"letters": "IL01"}),
    ],
)
def test_it_is_said_why_a_text_cannot_be_a_code(typed: str, details: dict[str, object]) -> None:
    problem = code_problem(typed)

    assert problem is not None
    assert problem.details == details
    assert code_problem("2" * 20) is None


@pytest.mark.parametrize(
    ("grounds", "words"),
    [
        ((), ""),
        (("ALL 8",), "《中华人民共和国行政许可法》第八条"),
        (("ALL 10",), "《中华人民共和国行政许可法》第十条"),
        (("ALL 32(1)(4)", "OBE 40"), "《中华人民共和国行政许可法》第三十二条；《优化营商环境条例》第四十条"),
        (("AY 24", "ZJ 11"), ""),
        (("AY 25", "OBE 40"), "《优化营商环境条例》第四十条"),
        (("《示例市政务服务办法》第三条", " "), "《示例市政务服务办法》第三条"),
    ],
)
def test_grounds_are_cited_in_words_and_rules_of_other_places_are_not(grounds: tuple[str, ...], words: str) -> None:
    assert cited(grounds) == words
