"""Every text for people is there in both languages."""

import pytest

from tools import messages


def test_no_string_lacks_its_translation(capsys: pytest.CaptureFixture[str]) -> None:
    status = messages.check()

    assert (status, capsys.readouterr().out) == (0, "all strings are translated\n")


def test_every_context_with_strings_has_its_file() -> None:
    without = [
        path.name for path in messages.contexts() if messages.found_in(path) and not messages.po_path(path).exists()
    ]

    assert without == []
    assert len(messages.contexts()) >= 10
