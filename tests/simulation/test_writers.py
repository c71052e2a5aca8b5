"""Both writers give the same rows."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from tests.support.organisations import credit_code
from yichuang.cases.services import verify_ledger
from yichuang.catalogue.queries import get_version, list_items
from yichuang.catalogue.rules import ItemContent
from yichuang.config.demo import make_centre
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import sm3_hex
from yichuang.core.sealed import unseal
from yichuang.deadlines.services import seed_national_years
from yichuang.organisations.rules import OrganisationKind
from yichuang.organisations.services import register_organisation, register_region
from yichuang.simulation.errors import RealCasesError, YearThereError
from yichuang.simulation.models import Year
from yichuang.simulation.rules.parameters import DEFAULT, Parameters
from yichuang.simulation.rules.troubles import Profile
from yichuang.simulation.services import simulate

PROMISED = Parameters(on_the_spot=0.0)
WINDING = Parameters(
    on_the_spot=0.2,
    corrected=0.4,
    not_corrected=0.3,
    withdrawn=0.15,
    denied=0.3,
    stopped=0.4,
    extended=0.6,
    committed=1.0,
)
"""Most lives turn off the straight road."""
UNTIL = datetime(2026, 6, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def rows(query: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [one.name for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Everything that was written, without ids and digests, which name the ids of papers; sealed values opened."""
    ids = {row["id"]: row["case_no"] for row in rows("SELECT id, case_no FROM cases_case")}
    return {
        "cases": [_case(one) for one in rows("SELECT * FROM cases_case ORDER BY case_no")],
        "ledger": [_entry(one) for one in rows("SELECT * FROM cases_ledgerrow ORDER BY case_no, seq")],
        "materials": _parts("cases_casematerial", ids),
        "stops": _parts("cases_casestop", ids),
        "pledges": _parts("cases_pledge", ids),
        "papers": _sorted(_paper(one) for one in rows("SELECT * FROM documents_paper")),
        "counters": rows("SELECT organisation_id, year, kind, last FROM documents_papercounter ORDER BY 1, 2, 3"),
    }


def _case(one: dict[str, Any]) -> dict[str, Any]:
    opened = {name: unseal(bytes(one[name])).decode() for name in ("party_name", "identity_no", "phone", "form")}
    return {name: value for name, value in (one | opened).items() if name not in {"id", "digest"}}


def _entry(one: dict[str, Any]) -> dict[str, Any]:
    details = json.loads(one["details"])
    for paper in details.get("papers", []):
        del paper["id"]
    left_out = {"id", "case_id", "digest", "previous", "transaction_id"}
    return {name: value for name, value in (one | {"details": details}).items() if name not in left_out}


def _paper(one: dict[str, Any]) -> dict[str, Any]:
    opened = {"data": json.loads(unseal(bytes(one["data"])))}
    return {name: value for name, value in (one | opened).items() if name not in {"id", "verify_code"}}


def _parts(table: str, ids: dict[int, str]) -> list[dict[str, Any]]:
    found = rows(f"SELECT * FROM {table}")
    for one in found:
        one["case_no"] = ids[one.pop("case_id")]
        del one["id"]
    return _sorted(found)


def _sorted(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda one: json.dumps(one, default=str, sort_keys=True))


def made(
    cases: int,
    *,
    is_in_bulk: bool,
    parameters: Parameters = DEFAULT,
    items: frozenset[str] | None = None,
    hands: int = 1,
) -> dict[str, list[dict[str, Any]]]:
    """What is written; with one hand it is taken back."""
    with transaction.atomic() if hands == 1 else nullcontext():
        with connection.cursor() as cursor:
            # Both writers begin with the same numbers, beyond those that other tests have used.
            cursor.execute("SELECT setval('cases_serial', 1000)")
            for table in ("documents_upload", "documents_storedcontent", "identity_account"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000000)")
        simulate(
            actor=SYSTEM,
            year=2025,
            cases=cases,
            seed="7",
            is_in_bulk=is_in_bulk,
            hands=hands,
            until=UNTIL,
            items=items,
            parameters=parameters,
        )
        found = snapshot()
        report = verify_ledger(actor=SYSTEM)
        assert report.broken == ()
        assert report.cases == cases
        if hands == 1:
            transaction.set_rollback(True)
    return found


@pytest.fixture
def centre(db: None) -> None:
    seed_national_years(actor=SYSTEM, first=2024, last=2027)
    make_centre()


def test_both_writers_give_the_same_rows(centre: None) -> None:
    by_acts = made(60, is_in_bulk=False)
    in_bulk = made(60, is_in_bulk=True)

    assert len(by_acts["cases"]) == 60
    for name, found in by_acts.items():
        assert in_bulk[name] == found, name


def test_both_writers_give_the_same_rows_on_roads_that_turn_off(centre: None) -> None:
    by_acts = made(40, is_in_bulk=False, parameters=WINDING)
    in_bulk = made(40, is_in_bulk=True, parameters=WINDING)

    acts = {one["act"] for one in by_acts["ledger"]}
    assert {"stop", "resume", "request_correction", "correct", "lapse", "deny", "withdraw", "extend"} <= acts
    for name, found in by_acts.items():
        assert in_bulk[name] == found, name


def codes(wanted: Callable[[ItemContent], object]) -> frozenset[str]:
    """The items of which that is true."""
    found = (get_version(one.version_id) for one in list_items(size=100).rows)
    return frozenset(one.item_code for one in found if wanted(one.content))


def test_both_writers_give_the_same_rows_on_commitment_and_at_the_higher_body(centre: None) -> None:
    items = codes(lambda content: content.handling.commitment or content.handling.upper_body)

    by_acts = made(16, is_in_bulk=False, parameters=WINDING, items=items)
    in_bulk = made(16, is_in_bulk=True, parameters=WINDING, items=items)

    acts = {one["act"] for one in by_acts["ledger"]}
    assert {"commit", "verify", "send_up", "acknowledge", "bring_back"} <= acts
    for name, found in by_acts.items():
        assert in_bulk[name] == found, name


def test_both_writers_give_the_same_rows_of_hearings(centre: None) -> None:
    parameters = Parameters(on_the_spot=0.0, heard=1.0, stopped=0.0, denied=0.4, item_exponent=2.0)

    by_acts = made(30, is_in_bulk=False, parameters=parameters)
    in_bulk = made(30, is_in_bulk=True, parameters=parameters)

    acts = Counter(one["act"] for one in by_acts["ledger"])
    assert acts["tell_hearing"] == acts["ask_hearing"] == acts["stop"] == acts["resume"] > 3
    for name, found in by_acts.items():
        assert in_bulk[name] == found, name


@pytest.mark.django_db(transaction=True)
def test_one_process_and_two_write_the_same_ledger() -> None:
    seed_national_years(actor=SYSTEM, first=2024, last=2027)
    make_centre()

    by_one = made(300, is_in_bulk=True)
    by_two = made(300, is_in_bulk=True, hands=2)

    assert len(by_one["ledger"]) > 1500
    for name, found in by_one.items():
        assert digests(by_two[name]) == digests(found), name


def digests(found: list[dict[str, Any]]) -> list[str]:
    return [sm3_hex(json.dumps(one, default=str, sort_keys=True).encode()) for one in found]


def test_numbers_of_papers_have_no_gaps_and_follow_the_instants(centre: None) -> None:
    simulate(actor=SYSTEM, year=2025, cases=120, seed="8", is_in_bulk=True, until=UNTIL)

    series: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in rows("SELECT * FROM documents_paper ORDER BY serial"):
        series.setdefault((one["organisation_id"], one["year"], one["kind"]), []).append(one)
    for found in series.values():
        assert [one["serial"] for one in found] == list(range(1, len(found) + 1))
        assert [one["issued_at"] for one in found] == sorted(one["issued_at"] for one in found)


def test_the_services_go_on_after_cases_in_bulk(centre: None) -> None:
    simulate(actor=SYSTEM, year=2025, cases=60, seed="8", is_in_bulk=True, until=UNTIL)
    simulate(actor=SYSTEM, year=2025, cases=10, seed="9", is_in_bulk=False, until=UNTIL)

    report = verify_ledger(actor=SYSTEM)
    assert (report.cases, report.broken) == (70, ())


def test_what_services_refuse_stands_in_a_ledger_that_holds(centre: None) -> None:
    profile = Profile("test", {"procedure.order": 0.5, "procedure.missing_paper": 0.5})

    made = simulate(
        actor=SYSTEM, year=2025, cases=25, seed="8", until=UNTIL, profile=profile, parameters=PROMISED, is_in_bulk=True
    )

    planted = {one["case_no"]: one["rule"] for one in made.breaches if "case_no" in one}
    unreviewed = {
        one["case_no"]
        for one in rows("SELECT case_no FROM cases_ledgerrow WHERE act = 'grant' AND before = 'accepted'")
    }
    assert {number for number, rule in planted.items() if rule == "procedure.order"} == unreviewed & planted.keys()
    assert set(planted.values()) == {"procedure.order", "procedure.missing_paper"}
    assert verify_ledger(actor=SYSTEM).broken == ()


def test_a_year_is_simulated_once(centre: None) -> None:
    simulate(actor=SYSTEM, year=2025, cases=3, seed="8", until=UNTIL)

    with pytest.raises(YearThereError):
        simulate(actor=SYSTEM, year=2025, cases=3, seed="8", until=UNTIL)
    assert Year.objects.get().written == 3


def test_nothing_is_simulated_beside_bodies_that_exist(centre: None) -> None:
    register_region(actor=SYSTEM, code="410000000000", name="河南省", parent_code="000000000000")
    register_organisation(
        actor=SYSTEM,
        name="某局",
        kind=OrganisationKind.DEPARTMENT,
        region_code="410000000000",
        credit_code=credit_code(1),
    )

    with pytest.raises(RealCasesError):
        simulate(actor=SYSTEM, year=2025, cases=3, seed="8", until=UNTIL)
