"""The ledger of signals proves itself, and says where it does not."""

import argparse
import json
from pathlib import Path

import pytest
from django.db import connection

from tests.support.supervision_loop import Place, late
from yichuang.config.commands_ledger import ledger
from yichuang.core import clock
from yichuang.supervision import queries, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A signal with three entries: raised, told of, explained."""
    made = Place()
    with clock.simulated(late(1)):
        services.explain(actor=made.desk.official, signal_id=made.signal_id, reason="说明")
    return made


@pytest.mark.parametrize(
    ("alter", "seq"),
    [
        ("UPDATE supervision_entry SET reason = '另一说明' WHERE signal_id = %s AND seq = 3", 3),
        ("UPDATE supervision_entry SET at = at - interval '1 day' WHERE signal_id = %s AND seq = 2", 2),
        ("DELETE FROM supervision_entry WHERE signal_id = %s AND seq = 2", 3),
        ("DELETE FROM supervision_entry WHERE signal_id = %s AND seq = 3", 3),
        ("UPDATE supervision_signal SET digest = repeat('0', 64) WHERE id = %s", 3),
    ],
)
def test_what_was_altered_is_named(place: Place, alter: str, seq: int) -> None:
    assert queries.verify_entries() == ()
    with connection.cursor() as cursor:
        cursor.execute(alter, [place.signal_id])

    assert queries.verify_entries() == (queries.Altered(place.signal_id, seq),)


def test_the_command_names_it_too(place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_entry SET reason = 'x' WHERE signal_id = %s AND seq = 3", [place.signal_id])

    status = ledger(argparse.Namespace(action="verify", case="", proofs=str(tmp_path), json=True))

    assert status == 3
    assert json.loads(capsys.readouterr().out)["signals"] == [{"signal": place.signal_id, "entry": 3}]
