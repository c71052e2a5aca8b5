"""Every rule of law that the code cites stands in docs/law.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from yichuang.cases.rules import LAW_OF, Act

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "yichuang").rglob("*.py"))
ACTS = (
    "SPC-L|GB/T|GB39046|GB|ALL|OBE|OGI|OSR|CIV|HOL|WORK|REC|LIT|PIPL|CRY|AY|ZJ|BZ|MER|INV|ARC|ARI|ESL|CSL|NDR|ACC|FEE"
)
KEY = re.compile(rf"\b(?:{ACTS}) (?:[A-Z]\.)?\d+")
TOKEN = re.compile(
    rf"\b(?P<act>{ACTS}) (?P<first>(?:[A-Z]\.)?\d+)(?:-(?P<last>\d+))?|,\s*(?P<next>\d+)(?:-(?P<end>\d+))?"
)


def cited(text: str) -> Iterator[str]:
    """The keys in what follows “Law:”; “ALL 32, 38” is two of them, “ALL 14-17” its ends."""
    act = ""
    for token in TOKEN.finditer(re.sub(r"\([^)]*\)", "", text)):
        act = token["act"] or act
        for number in (token["first"] or token["next"], token["last"] or token["end"]):
            if number and act:
                yield f"{act} {number}"


def known() -> set[str]:
    """The first column of the table."""
    rows = (ROOT / "docs" / "law.md").read_text(encoding="utf-8").splitlines()
    cells = [row.split("|")[1].strip() for row in rows if row.startswith("|")]
    return {key for cell in cells for key in cited(cell)}


def citations() -> Iterator[tuple[str, str]]:
    """Where and what the code cites: after “Law:”, and as values."""
    for path in SOURCES:
        source, place = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        for found in re.finditer(r"Law: (.*?)(?=\n\s*\n|\"\"\"|\n\s*(?:Raises|Law):|\n[^\n]*= |\Z)", source, re.DOTALL):
            for key in cited(found[1]):
                yield place, key
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                yield place, node.value


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ALL 32, 38; AY 36 (receipt, 7 days).", ["ALL 32", "ALL 38", "AY 36"]),
        ("ALL 32(1)(2) and last paragraph, 72(7).", ["ALL 32", "ALL 72"]),
        ("ALL 14-17, 42", ["ALL 14", "ALL 17", "ALL 42"]),
        ("GB39046 A.2 (levels), GB 32100", ["GB39046 A.2", "GB 32100"]),
        ("GB/T 9704 7.2.5", ["GB/T 9704"]),
        ("elements after GB/T 39046 table 4", ["GB/T 39046"]),
    ],
)
def test_citations_are_read_as_people_write_them(text: str, keys: list[str]) -> None:
    assert list(cited(text)) == keys


def test_every_rule_that_is_cited_is_listed() -> None:
    listed, found = known(), list(citations())

    missing = sorted({(key, place) for place, key in found if key not in listed})
    assert missing == []
    assert len(found) > 100


def test_every_act_cites_a_listed_rule() -> None:
    listed = known()

    # Who works on a case is the body's own affair; what ends a case otherwise stands in the rules of each trade.
    internal = {Act.HAND_OVER, Act.TERMINATE}
    assert {act: keys for act, keys in LAW_OF.items() if act not in internal and not keys} == {}
    assert {act: keys for act, keys in LAW_OF.items() if not set(keys) <= listed} == {}


def test_no_rule_is_listed_that_the_code_never_mentions() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    mentioned = {key for _place, key in citations()} | set(KEY.findall(text))
    for act, first, last in re.findall(rf"\b({ACTS}) (\d+)-(\d+)", text):
        mentioned |= {f"{act} {number}" for number in range(int(first), int(last) + 1)}

    assert sorted(known() - mentioned) == []
