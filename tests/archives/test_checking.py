"""The stand-alone checker names every kind of damage."""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support import archives
from tests.support.archives import Packed
from tools import check_package
from yichuang.archives.rules import document
from yichuang.seals.vendors import sm2

pytestmark = pytest.mark.django_db  # for the one package that all share
CHECKER = Path(check_package.__file__)
SIGNATURE = ("signature", "signatures/manifest.json")
ALL_PARTS = [
    "safety", "completeness", "digests", "ledger", "agreement", "metadata", "paper_signatures", "signature",
]  # fmt: skip


def path_of(made: Packed, role: str) -> str:
    listed = json.loads(made.files["manifest.json"])["files"]
    return next(str(one["path"]) for one in listed if one["role"] == role)


def rows_of(made: Packed) -> list[dict[str, Any]]:
    return [json.loads(line) for line in made.files["ledger/ledger.jsonl"].splitlines()]


def with_files(made: Packed, changes: dict[str, bytes]) -> dict[str, bytes]:
    return {**made.files, **changes}


def test_a_package_of_ours_is_sound(made: Packed) -> None:
    report = archives.report_on(made.content, made.view.public_key)

    assert report.failed == []
    assert [line.code for line in report.passed] == ALL_PARTS
    assert [line.code for line in report.noted] == ["test"]


@pytest.mark.parametrize("role", ["readme", "item", "material", "paper", "metadata", "form", "materials"])
def test_a_changed_byte_in_any_file_is_named(made: Packed, role: str) -> None:
    path = path_of(made, role)
    content = bytearray(made.files[path])
    content[content.index(b" ")] = ord("\t")  # what still reads as the same JSON is found as well

    codes = {"changed", "paper_signature"} if role == "paper" else {"changed"}
    assert archives.found(archives.zipped(with_files(made, {path: bytes(content)}))) == {(code, path) for code in codes}


def test_a_changed_manifest_is_found_by_its_signature(made: Packed) -> None:
    changed = archives.edited(made.files["manifest.json"], lambda told: told.update(note="-"))

    assert archives.found(archives.zipped(with_files(made, {"manifest.json": changed}))) == {SIGNATURE}


def test_a_changed_signature_does_not_fit(made: Packed) -> None:
    other = "0" if json.loads(made.files[SIGNATURE[1]])["signature"][0] != "0" else "1"
    changed = archives.edited(
        made.files[SIGNATURE[1]], lambda told: told.update(signature=other + told["signature"][1:])
    )

    assert archives.found(archives.zipped(with_files(made, {SIGNATURE[1]: changed}))) == {SIGNATURE}


def test_any_flipped_byte_of_any_content_is_found(made: Packed) -> None:
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        spans = [(one.header_offset + 30 + len(one.filename), one.file_size) for one in package.infolist()]
    places = [start + size * part // 7 for start, size in spans for part in range(7)]

    assert len(places) == 7 * len(made.files)
    assert [place for place in places if not archives.found(_flipped(made.content, place))] == []


def _flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("role", ["readme", "item", "material", "paper", "metadata", "form", "materials", "ledger"])
def test_a_missing_file_is_named(made: Packed, role: str) -> None:
    files, path = made.files, path_of(made, role)
    del files[path]

    assert ("missing", path) in archives.found(archives.zipped(files))


def test_a_missing_signature_is_named(made: Packed) -> None:
    files = made.files
    del files[SIGNATURE[1]]

    assert ("missing", SIGNATURE[1]) in archives.found(archives.zipped(files))


def test_an_added_file_is_named(made: Packed) -> None:
    assert archives.found(archives.zipped(with_files(made, {"papers/99-extra.pdf": b"%PDF"}))) == {
        ("added", "papers/99-extra.pdf")
    }


def test_unsafe_names_and_hidden_bytes_are_named(made: Packed) -> None:
    outside = archives.zipped(with_files(made, {"../out.txt": b""}))

    assert archives.found(outside) == {("added", "../out.txt"), ("unsafe_name", "../out.txt")}
    assert archives.found(b"PK" + made.content) == {("hidden", "2")}


def test_a_file_that_stands_twice_is_named(made: Packed) -> None:
    target = io.BytesIO(made.content)
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("README.txt", made.files["README.txt"])

    assert archives.found(target.getvalue()) == {("twice", "README.txt")}


def test_a_locked_file_is_named(made: Packed) -> None:
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        central = package.start_dir
    locked = bytearray(made.content)
    for flags in (6, central + 8):
        locked[flags] |= 1

    assert archives.found(bytes(locked)) == {("encrypted", "README.txt"), ("changed", "README.txt")}


def test_reordered_rows_of_the_ledger_are_named(made: Packed) -> None:
    lines = made.files["ledger/ledger.jsonl"].splitlines(keepends=True)
    lines[2], lines[3] = lines[3], lines[2]

    found = archives.found(archives.zipped(with_files(made, {"ledger/ledger.jsonl": b"".join(lines)})))

    assert found == {
        ("changed", "ledger/ledger.jsonl"),
        *(("order", place) for place in "34"),
        *(("chain", place) for place in "345"),
    }


def test_a_row_that_was_taken_out_is_named(made: Packed) -> None:
    lines = made.files["ledger/ledger.jsonl"].splitlines(keepends=True)
    del lines[3]

    found = archives.found(archives.zipped(with_files(made, {"ledger/ledger.jsonl": b"".join(lines)})))

    assert {("order", "4"), ("chain", "4"), ("head", "8")} <= found


def test_a_changed_row_does_not_fit_its_digest(made: Packed) -> None:
    rows = rows_of(made)
    rows[5]["entry"]["reason"] = "另一理由"
    lines = b"".join(check_package.canonical(row) + b"\n" for row in rows)

    found = archives.found(archives.forged(with_files(made, {"ledger/ledger.jsonl": lines})), made.view.public_key)

    assert {code for code, _where in found} == {"row", "key"}
    assert ("row", "6") in found


def test_a_chain_made_anew_is_caught_by_the_signature_over_the_manifest(made: Packed) -> None:
    rows = rows_of(made)
    rows[5]["entry"]["reason"] = "另一理由"
    ledger = archives.rechained(rows)
    digest = json.loads(ledger.splitlines()[-1])["digest"]
    metadata = archives.edited(
        made.files["metadata.json"], lambda told: told["management"]["ledger_digest"].update(value=digest)
    )
    files = with_files(made, {"ledger/ledger.jsonl": ledger, "metadata.json": metadata})

    assert archives.found(archives.forged(files, keep_signature=True)) == {SIGNATURE}
    assert archives.found(archives.forged(files)) == set()  # the forger's own key: only the known one tells
    assert {code for code, _ in archives.found(archives.forged(files), made.view.public_key)} == {"key"}


def test_form_materials_and_papers_are_those_of_the_ledger(made: Packed) -> None:
    key, files = "content/form.json", made.files
    other_form = archives.edited(files[key], lambda told: told["stored"].update(name="李示例"))
    material, paper = path_of(made, "material"), path_of(made, "paper")
    title = next(one["title"] for one in json.loads(files["manifest.json"])["files"] if one["path"] == paper)
    exchanged = {**files, material: b"%PDF another"}
    without_paper = {path: content for path, content in files.items() if path != paper}

    assert archives.found(archives.forged({**files, key: other_form})) == {("form", key)}
    assert {code for code, _ in archives.found(archives.forged(exchanged))} == {"material_missing", "material_unknown"}
    assert archives.found(archives.forged(without_paper)) == {("paper_missing", title), ("paper_signature", paper)}


@pytest.mark.parametrize(
    ("group", "name"),
    [("content", "case_no"), ("content", "state"), ("structure", "ledger_rows"), ("management", "ledger_digest")],
)
def test_metadata_that_are_not_what_the_last_row_says_are_named(made: Packed, group: str, name: str) -> None:
    changed = archives.edited(made.files["metadata.json"], lambda told: told[group][name].update(value="-"))

    assert archives.found(archives.forged(with_files(made, {"metadata.json": changed}))) == {
        ("metadata", f"{group}.{name}")
    }


@pytest.mark.parametrize("change", [{"rows": 7}, {"rows": 8}, {"ledger_digest": "0" * 64}])
def test_a_former_package_that_is_none_of_this_ledger_is_named(made: Packed, change: dict[str, object]) -> None:
    one = {"rows": 6, "ledger_digest": rows_of(made)[5]["digest"], "sm3": "0" * 64}
    good, bad = (_naming(made, former) for former in (one, {**one, **change}))

    assert archives.found(archives.forged(with_files(made, {"metadata.json": good}))) == set()
    assert archives.found(archives.forged(with_files(made, {"metadata.json": bad}))) == {
        ("former", str(change.get("rows", 6)))
    }


def _naming(made: Packed, former: dict[str, object]) -> bytes:
    """The metadata, naming that package as a former one."""
    return archives.edited(
        made.files["metadata.json"], lambda told: told["management"]["former_packages"].update(value=[former])
    )


def test_packages_from_before_there_were_former_ones_are_still_sound(made: Packed) -> None:
    def older(told: Any) -> None:
        del told["management"]["former_packages"], told["management"]["package_number"], told["content"]["standing"]

    changed = archives.edited(made.files["metadata.json"], older)

    assert archives.found(archives.forged(with_files(made, {"metadata.json": changed}))) == set()


def test_the_standing_is_the_last_that_the_ledger_says(made: Packed) -> None:
    rows = rows_of(made)
    rows[6]["entry"]["details"]["standing"] = "revoked"
    ledger = archives.rechained(rows)
    digest = json.loads(ledger.splitlines()[-1])["digest"]
    changed = archives.edited(
        made.files["metadata.json"], lambda told: told["management"]["ledger_digest"].update(value=digest)
    )

    found = archives.found(archives.forged({**made.files, "ledger/ledger.jsonl": ledger, "metadata.json": changed}))

    assert found == {("metadata", "content.standing")}


def test_an_element_without_a_title_is_named(made: Packed) -> None:
    changed = archives.edited(made.files["metadata.json"], lambda told: told["background"]["centre"].pop("title"))

    assert archives.found(archives.forged(with_files(made, {"metadata.json": changed}))) == {
        ("element", "background.centre")
    }


def test_signatures_of_papers_are_checked(made: Packed) -> None:
    paper = path_of(made, "paper")
    private, public = sm2.new_pair()
    one = {"over": paper, "public_key": public, "signature": sm2.sign(made.files[paper], private, public)}
    good = with_files(made, {"signatures/papers.json": document([one])})
    bad = with_files(made, {"signatures/papers.json": document([{**one, "over": "metadata.json"}])})

    report = archives.report_on(archives.forged(good))
    assert (report.failed, [line.code for line in report.noted]) == ([], ["key_unchecked"])
    assert archives.found(archives.forged(bad)) == {("paper_signature", "metadata.json")}


def test_another_version_of_the_layout_is_refused(made: Packed) -> None:
    changed = archives.edited(made.files["manifest.json"], lambda told: told.update(version=2))

    found = archives.found(archives.zipped(with_files(made, {"manifest.json": changed})))
    assert found == {("version", "('yichuang-package', 2)"), SIGNATURE}


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"%PDF-1.4", archives.zipped({}), archives.zipped({"manifest.json": b"[]"}),
     archives.zipped({"manifest.json": b"{}"}), archives.zipped({"manifest.json": b'{"files": 3}'}),
     archives.zipped({"manifest.json": b'{"files": [], "files": []}'}),
     archives.zipped({"manifest.json": b"[" * 100_000}), archives.zipped({"manifest.json": b"\xff"})],
)  # fmt: skip
def test_what_is_no_package_is_said_to_be_none(content: bytes) -> None:
    assert [line.code for line in archives.report_on(content).failed] == ["unreadable"]


def test_a_package_cut_off_anywhere_is_not_sound(made: Packed) -> None:
    size = len(made.content)

    assert all(archives.found(made.content[: size * part // 40]) for part in range(40))


@pytest.mark.parametrize("value", ["null", "[]", "{}", "3", '"x"', "[null]", '{"content": null}', "[" * 5000])
@pytest.mark.parametrize(
    "path", ["metadata.json", "content/form.json", "content/materials.json", "ledger/ledger.jsonl", SIGNATURE[1]]
)
def test_any_other_json_is_found_wrong_and_never_breaks_the_checker(made: Packed, path: str, value: str) -> None:
    found = archives.found(archives.zipped(with_files(made, {path: value.encode()})))

    assert found & {("changed", path), SIGNATURE} or {"malformed"} <= {code for code, _where in found}


def test_sizes_of_contents_are_told_apart_from_what_is_hidden(made: Packed) -> None:
    """Another packer may write sizes behind contents; what it repacks is still sound."""
    target = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(target), "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[call-overload]
        for name, content in made.files.items():
            package.writestr(name, content)

    assert struct.unpack("<H", target.getvalue()[6:8])[0] & 8
    assert archives.found(target.getvalue()) == set()


class _Unseekable:
    """A stream that can only be written on."""

    def __init__(self, target: io.BytesIO) -> None:
        self.write, self.flush = target.write, target.flush
