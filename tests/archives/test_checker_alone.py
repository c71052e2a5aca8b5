"""The checker as a program of its own: its own SM2 and SM3, nothing but Python's library, words in two languages."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import archives
from tests.support.archives import Packed
from tools import check_package
from yichuang.core.digests import sm3_hex
from yichuang.seals.vendors import sm2

pytestmark = pytest.mark.django_db  # for the one package that all share
CHECKER = Path(check_package.__file__)


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_the_own_sm3_agrees_with_that_of_the_library(size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    own = check_package.Sm3()
    own.update(data[: size // 3])
    own.update(data[size // 3 :])

    assert own.hexdigest() == sm3_hex(data)


def test_the_own_sm3_gives_the_published_value() -> None:
    own = check_package.Sm3()
    own.update(b"abc")

    assert own.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_own_sm2_agrees_with_that_of_the_library() -> None:
    for number in range(5):
        data = f"第{number}份".encode()
        private, public = sm2.new_pair()
        signature = sm2.sign(data, private, public)
        turned = signature[64:] + signature[:64]

        assert check_package.sm2_holds(signature, data, public)
        assert sm2.verify(signature, data, public)
        for wrong in ((turned, data, public), (signature, data + b"-", public), (signature, data, public[::-1])):
            assert not check_package.sm2_holds(*wrong)
            assert not sm2.verify(*wrong)


@pytest.mark.parametrize("signature", ["", "0" * 128, "f" * 128, "x" * 128, "0" * 127])
def test_signatures_out_of_range_do_not_hold(signature: str) -> None:
    assert not check_package.sm2_holds(signature, b"", sm2.new_pair()[1])


def test_without_a_library_for_sm3_the_answer_is_the_same(made: Packed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_name: str) -> None:
        raise ValueError

    monkeypatch.setattr("tools.check_package.hashlib.new", refuse)

    assert archives.found(made.content, made.view.public_key) == set()


def test_the_checker_stands_alone() -> None:
    tree = ast.parse(CHECKER.read_text(encoding="utf-8"), feature_version=(3, 9))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_program_says_in_both_languages_what_it_found(made: Packed, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(made.content)
    bad.write_bytes(archives.zipped({**made.files, "README.txt": b"-"}))

    sound, damaged, absent = (
        _run(good, "--key", made.view.public_key.upper()), _run(bad), _run(tmp_path / "none.zip")
    )  # fmt: skip

    assert (sound.returncode, damaged.returncode, absent.returncode) == (0, 1, 2)
    assert f"SM3 {made.view.digest}\n" in sound.stdout
    assert sound.stdout.endswith("检验通过 / SOUND\n")
    assert (
        "[不符 FAIL] 内容与清单不符：README.txt\n            Not as the manifest says: README.txt\n" in damaged.stdout
    )
    assert damaged.stdout.endswith("检验不通过 / NOT SOUND\n")
    assert absent.stderr.startswith("打不开文件 / cannot be opened")


def _run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """In a process that sees nothing but Python's own library."""
    command = [sys.executable, "-I", "-S", str(CHECKER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd="/")  # noqa: S603
