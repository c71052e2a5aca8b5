"""Names of people and bodies: rare ones are taken, dangerous ones are refused with what to do."""

import pytest

from yichuang.identity.rules import name_problem, normal_name, same_name


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "㐀示例",
        "𠮷田",
        "𪚥𫝀𬺰",
        "\U00030000\U000323af",
        "〇一",
        "买买提·艾合买提",
        "卓玛",
        "ئابدۇللا",
        "བཀྲ་ཤིས"[:3],
        "Jean-Luc O'Neill",
        "María d’Arc",
        "Martin Luther King Jr.",
        "Nguyễn Văn A",
        "José",
    ],
)
def test_a_name_of_a_person_is_taken(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("<script>alert(1)</script>", "identity.name_character", "< > ( 1 )"),
        ("张三\u202e", "identity.name_hidden", "U+202E"),
        ("张\u200f三\u2066", "identity.name_hidden", "U+200F, U+2066"),
        ("张\x00三", "identity.name_hidden", "U+0000"),
        ("张\ue000", "identity.name_hidden", "U+E000"),
        ("张三2", "identity.name_character", "2"),
        ("张三（小）", "identity.name_character", "（ ）"),
        ("张三😀", "identity.name_character", "😀"),
    ],
)
def test_a_name_of_a_person_with_something_else_is_told_what(name: str, code: str, found: str) -> None:
    problem = name_problem(name)

    assert problem is not None
    assert (problem.code, problem.details) == (code, {"found": found})


@pytest.mark.parametrize(
    "name", ["示例区样例餐饮（集团）有限公司", "示例2号店", "A&B Trading Co., Ltd.", "“示例”工作室"]
)
def test_a_name_of_a_body_has_digits_and_signs(name: str) -> None:
    assert name_problem(name, is_body=True) is None


@pytest.mark.parametrize("name", ["示例<b>公司", "示例\u202e公司", "示例\x07公司"])
def test_a_name_of_a_body_has_no_markup_and_nothing_hidden(name: str) -> None:
    assert name_problem(name, is_body=True) is not None


def test_a_very_long_name_is_told_its_limit() -> None:
    assert name_problem("长" * 100) is None
    problem = name_problem("长" * 101)

    assert problem is not None
    assert (problem.code, problem.details) == ("identity.name_long", {"most": 100, "given": 101})


def test_a_name_is_kept_with_single_spaces_and_one_kind_of_dot() -> None:
    assert normal_name("  买买提•艾合\u3000\n买提 ") == "买买提·艾合 买提"
    assert normal_name("㐀𠮷") == "㐀𠮷"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Jean  LUC", "jean luc", True),
        ("买买提・艾", "买买提·艾", True),
        ("张三", "张叁", False),
        ("隆", "\uf9dc", False),
    ],
)
def test_names_are_the_same_but_for_spaces_dots_and_capitals(first: str, second: str, same: bool) -> None:
    assert same_name(first, second) is same
