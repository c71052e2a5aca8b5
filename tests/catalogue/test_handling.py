"""How cases go off the straight road: what may be published, what follows from it, what is found by it."""

from typing import Any

import pytest

from tests.support.catalogue import make_content, make_instant_content, make_published_item, wd
from yichuang.catalogue import queries
from yichuang.catalogue.rules import (
    CertificateNeeded,
    Change,
    Commitment,
    Handling,
    ItemContent,
    ItemType,
    Material,
    Purpose,
    ResultProduced,
    SourceChannel,
    concerned_codes,
    difference,
    missing_elements,
)
from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.labels import Labelled
from yichuang.core.problems import filled
from yichuang.deadlines.rules import Term, Unit

COMMITMENT = Commitment(terms=("场所符合卫生要求", "从业人员有健康证明"), consequence="撤销许可")
RESULT = ResultProduced(certificate_code="C.1", name="许可证", valid_months=60)
NEEDED = CertificateNeeded(certificate_code="C.1", name="许可证")
NOTICE = ResultProduced(certificate_code="D.1", name="注销通知书")


def handled(content: ItemContent | None = None, **elements: Any) -> ItemContent:
    return (content or make_content()).model_copy(update={"handling": Handling(**elements)})


def points(content: ItemContent) -> list[tuple[str, str, str]]:
    return [(point.element, point.code, point.law) for point in missing_elements(content)]


@pytest.mark.parametrize(
    "content",
    [
        handled(commitment=COMMITMENT),
        handled(deferral_limit=wd(5), extension_limit=wd(10), are_duties_apart=True),
        handled(upper_body="示例市公安局"),
        handled(is_bilingual=True),
        handled(make_content(results=(RESULT,)), purpose=Purpose.RENEW, is_renewed_by_silence=False),
        handled(make_content(certificates_needed=(NEEDED,)), purpose=Purpose.AMEND),
        handled(make_instant_content(results=(NOTICE,), certificates_needed=(NEEDED,)), purpose=Purpose.CANCEL),
        handled(make_content(statutory_limit=None, statutory_limit_note="无"), extension_limit=wd(5)),
    ],
)
def test_a_handling_that_fits_its_item_may_be_published(content: ItemContent) -> None:
    assert points(content) == []


@pytest.mark.parametrize(
    "kind", [ItemType.PENALTY, ItemType.COERCION, ItemType.LEVY, ItemType.INSPECTION, ItemType.RULING]
)
def test_what_nobody_applies_for_is_not_granted_on_commitment(kind: ItemType) -> None:
    content = handled(make_content(item_type=kind), commitment=COMMITMENT)

    assert points(content) == [("handling.commitment.terms", "not_on_commitment", "AY 25")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            handled(make_instant_content(), commitment=COMMITMENT),
            [("handling.commitment.terms", "commitment_instant", "AY 25")],
        ),
        (
            handled(commitment=COMMITMENT, upper_body="示例市公安局"),
            [("handling.commitment.terms", "commitment_upper", "ALL 43")],
        ),
        (
            handled(commitment=Commitment(terms=("",), consequence="撤销")),
            [("handling.commitment.terms", "commitment_terms_missing", "AY 25")],
        ),
        (
            handled(commitment=Commitment(terms=("甲",), consequence=" ")),
            [("handling.commitment.consequence", "commitment_consequence_missing", "AY 25")],
        ),
        (
            handled(commitment=COMMITMENT.model_copy(update={"terms_en": ("Clean",)})),
            [("handling.commitment.terms_en", "english_incomplete", "ALL 30")],
        ),
        (
            handled(make_content(materials=(Material(code="M1", name="申请书"),)), deferral_limit=wd(5)),
            [("handling.deferral_limit", "nothing_deferrable", "AY 24")],
        ),
        (
            handled(
                make_content(
                    materials=(
                        Material(code="M1", name="执照", source=SourceChannel.SHARED, copies=0, is_deferrable=True),
                    )
                ),
                deferral_limit=wd(5),
            ),
            [("handling.deferral_limit", "nothing_deferrable", "AY 24")],
        ),
        (handled(deferral_limit=wd(0)), [("handling.deferral_limit", "deferred_at_once", "AY 24")]),
        (handled(extension_limit=Term.parse("10cd")), [("handling.extension_limit", "extension_unit", "ALL 42")]),
        (
            handled(
                make_content(statutory_limit=None, statutory_limit_note="无", promised_limit=Term.parse("9cd"), steps=()),
                extension_limit=Term.parse("5cd"),
            ),
            [("steps", "element_missing", "ALL 30"), ("handling.extension_limit", "extension_unit", "ALL 42")],
        ),
        (handled(extension_limit=wd(0)), [("handling.extension_limit", "extension_none", "ALL 42")]),
        (
            handled(make_instant_content(), extension_limit=wd(5)),
            [("handling.extension_limit", "extension_instant", "ALL 42")],
        ),
        (handled(make_instant_content(), upper_body="示例市公安局"), [("handling.upper_body", "upper_body_instant", "ALL 43")]),
        (handled(purpose=Purpose.RENEW), [("handling.purpose", "renewal_endless", "ALL 50")]),
        (
            handled(
                make_content(item_type=ItemType.PUBLIC_SERVICE, results=()), purpose=Purpose.AMEND
            ),
            [("handling.purpose", "purpose_unnamed", "ALL 49")],
        ),
        (
            handled(make_content(item_type=ItemType.PUBLIC_SERVICE, results=()), purpose=Purpose.CANCEL),
            [("handling.purpose", "purpose_unnamed", "ALL 70")],
        ),
        (handled(make_content(name_en=""), is_bilingual=True), [("name_en", "english_name_missing", "ALL 30")]),
    ],
)  # fmt: skip
def test_a_handling_that_contradicts_its_item_is_named(
    content: ItemContent, expected: list[tuple[str, str, str]]
) -> None:
    assert points(content) == expected


@pytest.mark.parametrize("name", ["无", "-", "——", "不涉及", "（无）", "N/A", "none", "无上级机关", "123"])
def test_words_for_nobody_are_no_body(name: str) -> None:
    content = handled(upper_body=name)

    (point,) = missing_elements(content)

    assert (point.element, point.code) == ("handling.upper_body", "upper_body_unnamed")
    assert name in filled(point.text, point.details)


def test_the_unit_that_is_wanted_is_told() -> None:
    (point,) = missing_elements(handled(extension_limit=Term.parse("10h")))

    assert point.text.count("{wanted_unit}") == 2
    assert point.details == {"wanted_unit": Unit.WORKING_DAY}


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (make_content(results=(RESULT,), certificates_needed=(NEEDED,)), ()),
        (
            handled(make_content(results=(RESULT, NOTICE), certificates_needed=(NEEDED,)), purpose=Purpose.AMEND),
            ("C.1",),
        ),
        (handled(make_content(results=(RESULT,)), purpose=Purpose.RENEW), ("C.1",)),
        (handled(make_content(results=(NOTICE,), certificates_needed=(NEEDED,)), purpose=Purpose.CANCEL), ("C.1",)),
        (handled(make_content(results=(NOTICE,), certificates_needed=(NEEDED,)), purpose=Purpose.AMEND), ("D.1",)),
        (handled(make_content(results=(), certificates_needed=(NEEDED,)), purpose=Purpose.AMEND), ("C.1",)),
    ],
)
def test_what_an_application_is_about_follows_from_results_and_needs(
    content: ItemContent, codes: tuple[str, ...]
) -> None:
    assert concerned_codes(content) == codes


def test_a_change_of_the_handling_is_told_element_by_element() -> None:
    old = handled(commitment=COMMITMENT, upper_body="甲局")
    new = handled(
        commitment=COMMITMENT.model_copy(update={"consequence": "撤销许可，一年内不得再申请"}),
        deferral_limit=wd(5),
        are_duties_apart=True,
    )

    assert difference(old, new) == (
        Change(
            "handling.commitment.consequence",
            "What follows if the declaration is not true",
            "",
            "撤销许可",
            "撤销许可，一年内不得再申请",
        ),
        Change("handling.deferral_limit", "Time for materials that follow later", "", "", "5wd"),
        Change("handling.upper_body", "Higher body that decides", "", "甲局", ""),
        Change("handling.are_duties_apart", "Nobody reviews what he received", "", "No", "Yes"),
    )


def test_a_commitment_that_comes_is_one_change_and_one_sentence_more_is_another() -> None:
    plain, more = handled(), handled(commitment=COMMITMENT)
    longer = handled(commitment=COMMITMENT.model_copy(update={"terms": (*COMMITMENT.terms, "配备消毒设施")}))

    (came,), (added,) = difference(plain, more), difference(more, longer)

    assert (came.path, came.label, came.before) == ("handling.commitment", "Granted on a declaration", "")
    assert came.after == "场所符合卫生要求；从业人员有健康证明 撤销许可"
    assert (added.path, added.before, added.after) == ("handling.commitment.terms.配备消毒设施", "", "配备消毒设施")


def test_every_element_of_the_handling_has_a_name() -> None:
    names = {*Handling.model_fields, *Commitment.model_fields}

    assert names <= set(LABELS)
    assert all(isinstance(purpose, Labelled) for purpose in Purpose)


@pytest.mark.django_db
def test_a_certificate_is_first_got_by_the_item_that_grants_it_and_followed_by_the_others() -> None:
    kept = {"results": (RESULT,), "certificates_needed": (NEEDED,)}
    make_published_item("NEW", make_content(name="新办", results=(RESULT,)))
    for purpose in (Purpose.AMEND, Purpose.RENEW):
        make_published_item(purpose.name, handled(make_content(name=purpose.value, **kept), purpose=purpose))
    ending = make_content(name="注销", results=(NOTICE,), certificates_needed=(NEEDED,))
    make_published_item("CANCEL", handled(ending, purpose=Purpose.CANCEL))

    producers, followers = queries.producers_of(["C.1"]), queries.followers_of(["C.1"])

    assert [row.code for row in producers["C.1"]] == ["NEW"]
    assert [(row.code, row.purpose) for row in followers] == [
        ("AMEND", Purpose.AMEND),
        ("RENEW", Purpose.RENEW),
        ("CANCEL", Purpose.CANCEL),
    ]
    assert queries.followers_of(["C.9"]) == queries.followers_of([]) == ()


def test_an_item_is_whole_in_english_only_with_its_commitment() -> None:
    english = {
        "summary_en": "s",
        "address_en": "a",
        "hours_en": "h",
        "conditions_en": ("c",),
        "materials": (),
        "steps": (),
    }
    content = make_content(results=(NOTICE.model_copy(update={"name_en": "Notice"}),), **english)
    whole = COMMITMENT.model_copy(update={"terms_en": ("a", "b"), "consequence_en": "c"})

    found = [
        handled(content, commitment=one).has_english
        for one in (None, COMMITMENT, whole, whole.model_copy(update={"consequence_en": ""}))
    ]

    assert found == [True, False, True, False]
