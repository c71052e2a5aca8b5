"""Checks an archive package of a closed case, without the software that made it.

独立检验办件归档信息包。One file, Python 3.9 or newer, nothing else. The layout: docs/developers/package.md.

    python3 check_package.py PACKAGE.zip [--key PUBLIC_KEY]

Prints what was checked, in Chinese and English. Ends with 0 when everything holds, 1 when anything does not, 2 for a wrong call.
The key is the SM2 key of the centre (128 hexadecimal digits), taken from the centre and not from the package: without it, a
package that somebody made anew and signed with a key of his own cannot be told from a genuine one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

FORMAT, VERSION = "yichuang-package", 1
MANIFEST, SIGNATURE, LEDGER = "manifest.json", "signatures/manifest.json", "ledger/ledger.jsonl"
METADATA, FORM, PAPER_SIGNATURES = "metadata.json", "content/form.json", "signatures/papers.json"
MATERIALS, ITEM = "content/materials.json", "content/item.json"
NEEDED = (METADATA, FORM, MATERIALS, ITEM, LEDGER)
GROUPS = ("content", "structure", "background", "management")
FIRST_DIGEST = "0" * 64
MOST_HELD, CHUNK = 64 * 1024 * 1024, 1024 * 1024
SAFE_NAME = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.[a-z0-9]+")


# SM3, GB/T 32905

EARLY_ROUNDS = 16


class Sm3:
    """The digest in plain Python, for builds whose hashlib has none."""

    _FIRST: tuple[int, ...] = (
        0x7380166F,
        0x4914B2B9,
        0x172442D7,
        0xDA8A0600,
        0xA96F30BC,
        0x163138AA,
        0xE38DEE4D,
        0xB0FB0E4E,
    )

    def __init__(self) -> None:
        """Begin with nothing."""
        self._state, self._rest, self._size = self._FIRST, b"", 0

    def update(self, data: bytes) -> None:
        """The data are part of what is digested."""
        self._size += len(data)
        data = self._rest + data
        whole = len(data) // 64 * 64
        for at in range(0, whole, 64):
            self._state = _compress(self._state, data[at : at + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        """64 hexadecimal digits."""
        end = self._rest + b"\x80" + bytes((55 - len(self._rest)) % 64) + struct.pack(">Q", self._size * 8)
        state = self._state
        for at in range(0, len(end), 64):
            state = _compress(state, end[at : at + 64])
        return "".join(f"{word:08x}" for word in state)


def _rotate(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & 0xFFFFFFFF


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = list(struct.unpack(">16I", block))
    for i in range(16, 68):
        x = w[i - 16] ^ w[i - 9] ^ _rotate(w[i - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[i - 13], 7) ^ w[i - 6])
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        is_early = i < EARLY_ROUNDS
        constant = 0x79CC4519 if is_early else 0x7A879D8A
        s1 = _rotate((_rotate(a, 12) + e + _rotate(constant, i)) & 0xFFFFFFFF, 7)
        s2 = s1 ^ _rotate(a, 12)
        ff = a ^ b ^ c if is_early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if is_early else (e & f) | (~e & g)
        t1 = (ff + d + s2 + (w[i] ^ w[i + 4])) & 0xFFFFFFFF
        t2 = (gg + h + s1 + w[i]) & 0xFFFFFFFF
        d, c, b, a = c, _rotate(b, 9), a, t1
        h, g, f, e = g, _rotate(f, 19), e, t2 ^ _rotate(t2, 9) ^ _rotate(t2, 17)
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))  # noqa: B905 - not in Python 3.9


def new_sm3() -> Any:
    """A digest under way: of hashlib where it has one."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return Sm3()


def sm3(data: bytes) -> str:
    """The SM3 digest, 64 hexadecimal digits."""
    digest = new_sm3()
    digest.update(data)
    return str(digest.hexdigest())


# SM2, GB/T 32918

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SIGNER_ID = b"1234567812345678"


def _add(one: Any, other: Any) -> Any:
    """The sum of two points; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def _times(number: int, point: Any) -> Any:
    found = None
    for bit in f"{number:b}":
        found = _add(found, found)
        found = _add(found, point) if bit == "1" else found
    return found


def sm2_holds(signature: str, data: bytes, public: str) -> bool:
    """Whether r and s (128 hexadecimal digits) sign exactly these data by that key (x and y, 128 too)."""
    if not all(re.fullmatch("[0-9a-fA-F]{128}", text) for text in (signature, public)):
        return False
    r, s, x, y = (int(text[at : at + 64], 16) for text in (signature, public) for at in (0, 64))
    on_curve = x < P and y < P and (y * y - x * x * x - A * x - B) % P == 0
    t = (r + s) % N
    if not (on_curve and 0 < r < N and 0 < s < N and t):
        return False
    curve = b"".join(number.to_bytes(32, "big") for number in (A, B, *G, x, y))
    about = bytes.fromhex(sm3(struct.pack(">H", len(SIGNER_ID) * 8) + SIGNER_ID + curve))
    point = _add(_times(s, G), _times(t, (x, y)))
    return point is not None and (int(sm3(about + data), 16) + point[0]) % N == r


# The report

PARTS = {
    "safety": ("安全性：文件名规范，未加密，没有夹带", "Safety: plain names, nothing locked or hidden"),
    "completeness": ("完整性：与清单所列文件一一对应", "Completeness: exactly the files that the manifest lists"),
    "digests": ("真实性：每个文件的大小和两种摘要", "Authenticity: size and both digests of every file"),
    "ledger": ("真实性：办理过程记录逐行相连", "Authenticity: the rows of the ledger prove each other"),
    "agreement": (
        "完整性：申请表、材料、文书与办理过程记录一致",
        "Completeness: form, materials, papers are the ledger's",
    ),
    "metadata": ("可用性：元数据齐全，与办理过程记录一致", "Usability: the metadata are there and fit the ledger"),
    "paper_signatures": ("真实性：文书的电子签名", "Authenticity: the signatures of the papers"),
    "signature": ("真实性：清单的电子签名", "Authenticity: the signature over the manifest"),
}
FAULTS = {
    "unreadable": ("不是归档信息包，或清单无法读取：{}", "No package, or no readable manifest: {}"),
    "malformed": ("内容不符合规定的结构：{}", "Not of the documented structure: {}"),
    "version": ("信息包结构版本不认识：{}", "Unknown version of the layout: {}"),
    "unsafe_name": ("文件名不规范：{}", "Unsafe name: {}"),
    "encrypted": ("文件被加密：{}", "Locked: {}"),
    "twice": ("文件重复：{}", "Stands twice: {}"),
    "hidden": ("夹带不属于任何文件的内容：{}", "Bytes that belong to no file: {}"),
    "missing": ("缺少文件：{}", "Missing: {}"),
    "added": ("清单以外的文件：{}", "Not in the manifest: {}"),
    "changed": ("内容与清单不符：{}", "Not as the manifest says: {}"),
    "order": ("记录第{}行的序号不对", "Row {} has a wrong number"),
    "case": ("记录第{}行是其他办件的", "Row {} is of another case"),
    "chain": ("记录第{}行与上一行不相连", "Row {} does not follow the row before"),
    "row": ("记录第{}行与其摘要不符", "Row {} does not fit its digest"),
    "head": ("清单所记的记录末行不符：{}", "The manifest names another last row: {}"),
    "form": ("申请表与办理过程记录不符：{}", "The form is not the one of the ledger: {}"),
    "material_missing": ("缺少办理过程记录中的材料：{}", "The ledger names a material that is not here: {}"),
    "material_unknown": ("办理过程记录中没有的材料：{}", "The ledger names no such material: {}"),
    "paper_missing": ("缺少办理过程记录中的文书：{}", "The ledger names a paper that is not here: {}"),
    "paper_unknown": ("办理过程记录中没有的文书：{}", "The ledger names no such paper: {}"),
    "element": ("元数据不完整：{}", "Incomplete element of the metadata: {}"),
    "metadata": ("元数据与办理过程记录不符：{}", "The metadata are not what the ledger says: {}"),
    "former": ("此前信息包所记的第{}行不符", "A former package names another row {}"),
    "paper_signature": ("文书签名不符：{}", "The signature does not fit: {}"),
    "signature": ("签名与清单不符：{}", "The signature is not of this manifest: {}"),
    "key": ("不是用给定的公钥签名的，而是：{}", "Signed with another key than the one given: {}"),
}
NOTES = {
    "papers_unsigned": ("文书没有另附的签名{}", "The papers have no detached signatures{}"),
    "key_unchecked": ("请与机关公布的公钥核对（--key）：{}", "Compare with the key that the centre publishes: {}"),
    "test": ("用测试密钥签名，没有法律效力{}", "Signed with a test key, without legal effect{}"),
}


class Line(NamedTuple):
    """A finding: its code, what it is about, and the sentences."""

    code: str
    where: str
    chinese: str
    english: str


class Report:
    """What was found. Everything holds when nothing failed."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.passed: list[Line] = []
        self.failed: list[Line] = []
        self.noted: list[Line] = []

    def fail(self, code: str, where: object = "") -> None:
        """Something does not hold."""
        self.failed.append(_line(FAULTS, code, where))

    def note(self, code: str, where: str = "") -> None:
        """Something to know that is no failure."""
        self.noted.append(_line(NOTES, code, where))

    def part(self, code: str, check: Callable[[], None]) -> None:
        """Run one part; it has passed when it added no failure."""
        before = len(self.failed)
        try:
            check()
        except Exception as error:  # noqa: BLE001 - the file is anybody's: whatever it makes a reader raise is told
            self.fail("malformed", f"{code}: {type(error).__name__} {error}")
        if len(self.failed) == before:
            self.passed.append(_line(PARTS, code, ""))


def _line(words: dict[str, tuple[str, str]], code: str, where: object) -> Line:
    chinese, english = words[code]
    return Line(code, str(where), chinese.format(where), english.format(where))


class UnreadableError(Exception):
    """The package cannot be opened at all."""


# Reading


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an element stands twice")
    return found


def _constant(text: str) -> None:
    raise ValueError(text)


def parse(data: bytes) -> Any:
    """The JSON value; nothing ambiguous is taken."""
    return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_constant)


def canonical(value: object) -> bytes:
    """The byte form of which digests are made: sorted names, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class Package:
    """An opened package."""

    def __init__(self, file: BinaryIO) -> None:
        """Open it.

        Raises:
            UnreadableError: it is no ZIP file, or has no manifest that can be read.
        """
        self._file = file
        try:
            self.zip = zipfile.ZipFile(file)
            self.infos = self.zip.infolist()
            self.manifest_bytes = self.read(MANIFEST)
            self.manifest = parse(self.manifest_bytes)
            self.listed: dict[str, Any] = {one["path"]: one for one in self.manifest["files"]}
        except Exception as error:
            raise UnreadableError(f"{type(error).__name__}: {error}") from error

    def read(self, path: str) -> bytes:
        """The content of a file of the package, which is not too large to be held."""
        info = self.zip.getinfo(path)
        if info.file_size > MOST_HELD:
            raise ValueError(f"{path}: {info.file_size} bytes")
        return self.zip.read(info)

    def digests(self, path: str) -> tuple[int, str, str]:
        """Size, SM3 and SHA-256 of a file; -1 and nothing when it cannot be read."""
        size, one, other = 0, new_sm3(), hashlib.sha256()
        try:
            with self.zip.open(path) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    one.update(chunk)
                    other.update(chunk)
        except Exception:  # noqa: BLE001 - a wrong checksum, a lock, an unknown packing: not what is listed
            return -1, "", ""
        return size, one.hexdigest(), other.hexdigest()

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the ledger."""
        return [parse(line) for line in self.read(LEDGER).splitlines()]

    def hidden_bytes(self) -> int:
        """How many bytes of the file belong to no member."""
        hidden, expected = len(self.zip.comment), 0
        for info in sorted(self.infos, key=lambda one: one.header_offset):
            self._file.seek(info.header_offset + 26)
            name, extra = struct.unpack("<HH", self._file.read(4))
            hidden += max(0, info.header_offset - expected)
            # A packer that writes sizes behind the content needs up to 24 bytes for them.
            expected = info.header_offset + 30 + name + extra + info.compress_size + (24 if info.flag_bits & 8 else 0)
        return hidden + max(0, self.zip.start_dir - expected)


# The checks


def check(file: BinaryIO, key: str = "") -> Report:
    """Everything that can be checked of the package in that file; `key` is the public key that must have signed it."""
    report = Report()
    try:
        package = Package(file)
    except UnreadableError as error:
        report.fail("unreadable", error)
        return report
    report.part("safety", lambda: _safety(package, report))
    report.part("completeness", lambda: _completeness(package, report))
    report.part("digests", lambda: _digests(package, report))
    report.part("ledger", lambda: _ledger(package, report))
    report.part("agreement", lambda: _agreement(package, report))
    report.part("metadata", lambda: _metadata(package, report))
    if PAPER_SIGNATURES in package.listed:
        report.part("paper_signatures", lambda: _paper_signatures(package, report))
    else:
        report.note("papers_unsigned")
    report.part("signature", lambda: _signature(package, report, key))
    return report


def _safety(package: Package, report: Report) -> None:
    for info in package.infos:
        if not SAFE_NAME.fullmatch(info.filename):
            report.fail("unsafe_name", info.filename)
        if info.flag_bits & 1:
            report.fail("encrypted", info.filename)
    for name, times in Counter(info.filename for info in package.infos).items():
        if times > 1:
            report.fail("twice", name)
    if hidden := package.hidden_bytes():
        report.fail("hidden", hidden)


def _completeness(package: Package, report: Report) -> None:
    told = (package.manifest["format"], package.manifest["version"])
    if told != (FORMAT, VERSION):
        report.fail("version", told)
    if len(package.listed) != len(package.manifest["files"]):
        report.fail("twice", MANIFEST)
    there = {info.filename for info in package.infos}
    listed = {*package.listed, MANIFEST, SIGNATURE}
    for name in sorted((listed | set(NEEDED)) - there):
        report.fail("missing", name)
    for name in sorted((there - listed) | (set(NEEDED) - set(package.listed))):
        report.fail("added", name)


def _digests(package: Package, report: Report) -> None:
    there = {info.filename for info in package.infos}
    for path, one in package.listed.items():
        if path in there and package.digests(path) != (one["size"], one["sm3"], one["sha256"]):
            report.fail("changed", path)


def _ledger(package: Package, report: Report) -> None:
    rows, previous = package.rows(), FIRST_DIGEST
    for place, row in enumerate(rows, start=1):
        entry = row["entry"]
        if entry["seq"] != place:
            report.fail("order", place)
        if entry["case_no"] != package.manifest["case_no"]:
            report.fail("case", place)
        if row["previous"] != previous:
            report.fail("chain", place)
        if sm3(row["previous"].encode() + canonical(entry)) != row["digest"]:
            report.fail("row", place)
        previous = row["digest"]
    told = package.manifest["ledger"]
    if (told["rows"], told["digest"]) != (len(rows), previous):
        report.fail("head", told["rows"])


def _agreement(package: Package, report: Report) -> None:
    rows = package.rows()
    digests = list(_said(rows, "form_digest"))
    if digests and sm3(canonical(parse(package.read(FORM))["stored"])) != digests[-1]:
        report.fail("form", FORM)
    handed_in = {one["sha256"] for part in _said(rows, "materials") for one in part if one.get("sha256")}
    _compare(report, "material", handed_in, _listed(package, "material", "sha256"))
    issued = {one["number"] for part in _said(rows, "papers") for one in part}
    _compare(report, "paper", issued, _listed(package, "paper", "title"))
    for one in parse(package.read(MATERIALS)):
        if one["form"] == "electronic" and one["path"] not in package.listed:
            report.fail("missing", one["path"])


def _said(rows: list[dict[str, Any]], name: str) -> Iterator[Any]:
    """What the ledger says of itself under that name, in order."""
    return (row["entry"]["details"][name] for row in rows if name in row["entry"]["details"])


def _listed(package: Package, role: str, element: str) -> set[str]:
    return {one[element] for one in package.listed.values() if one["role"] == role}


def _compare(report: Report, what: str, ledger: set[str], package: set[str]) -> None:
    for one in sorted(ledger - package):
        report.fail(f"{what}_missing", one)
    for one in sorted(package - ledger):
        report.fail(f"{what}_unknown", one)


def _metadata(package: Package, report: Report) -> None:
    told, rows = parse(package.read(METADATA)), package.rows()
    last = rows[-1]
    for group in GROUPS:
        for name, element in told[group].items():
            if not element.get("title") or "value" not in element:
                report.fail("element", f"{group}.{name}")
    expected = {
        ("content", "case_no"): last["entry"]["case_no"],
        ("content", "state"): last["entry"]["after"],
        ("structure", "ledger_rows"): last["entry"]["seq"],
        ("management", "ledger_digest"): last["digest"],
    }
    if standings := [one for one in _said(rows, "standing") if one]:
        expected["content", "standing"] = standings[-1]
    for (group, name), value in expected.items():
        if told[group].get(name, {}).get("value") != value:
            report.fail("metadata", f"{group}.{name}")
    _former(told, rows, report)


def _former(told: dict[str, Any], rows: list[dict[str, Any]], report: Report) -> None:
    # The element came later than the layout: a package without it is as good.
    for one in told["management"].get("former_packages", {"value": []})["value"]:
        number = one["rows"]
        if not 0 < number < len(rows) or rows[number - 1]["digest"] != one["ledger_digest"]:
            report.fail("former", number)


def _paper_signatures(package: Package, report: Report) -> None:
    for one in parse(package.read(PAPER_SIGNATURES)):
        path = one["over"]
        if path not in package.listed or not sm2_holds(one["signature"], package.read(path), one["public_key"]):
            report.fail("paper_signature", path)


def _signature(package: Package, report: Report, key: str) -> None:
    told = parse(package.read(SIGNATURE))
    if not sm2_holds(told["signature"], package.manifest_bytes, told["public_key"]):
        report.fail("signature", SIGNATURE)
    if not key:
        report.note("key_unchecked", told["public_key"])
    elif told["public_key"].lower() != key.lower():
        report.fail("key", told["public_key"])
    if told["is_test"]:
        report.note("test")


def main(arguments: list[str] | None = None) -> int:
    """Check one package and print what was found."""
    parser = argparse.ArgumentParser(description="检验办件归档信息包 / Check an archive package of a case.")
    parser.add_argument("package", help="信息包（ZIP）/ the package")
    parser.add_argument("--key", default="", help="机关公布的 SM2 公钥，128 位十六进制 / the centre's public key")
    options = parser.parse_args(arguments)
    try:
        with open(options.package, "rb") as file:  # noqa: PTH123 - one plain call
            report, digest = check(file, options.key), new_sm3()
            file.seek(0)
            for chunk in iter(lambda: file.read(CHUNK), b""):
                digest.update(chunk)
    except OSError as error:
        print(f"打不开文件 / cannot be opened: {error}", file=sys.stderr)
        return 2
    print(f"{options.package}\nSM3 {digest.hexdigest()}")
    for mark, lines in (("通过 PASS", report.passed), ("提示 NOTE", report.noted), ("不符 FAIL", report.failed)):
        for line in lines:
            print(f"[{mark}] {line.chinese}\n            {line.english}")
    print("检验不通过 / NOT SOUND" if report.failed else "检验通过 / SOUND")
    return 1 if report.failed else 0


if __name__ == "__main__":
    getattr(sys.stdout, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    sys.exit(main())
