"""A plain loader: a million cases and ten thousand items in a few minutes, by SQL that goes round the services.

Nothing of it is for use: sealed values repeat, digests prove nothing, papers are missing. What lists and pages read is there in
its true size and spread: 4 of 100 cases open, due from a week ago to a month ahead, ledger rows of the open ones in
full and two of each closed one, names and identity numbers as in a district of half a million people.

`YICHUANG_DATA=/tmp/somewhere python -m bench.load` fills a database that stays; `python -m bench worklist` uses one that is
thrown away. BENCH_CASES and BENCH_ITEMS say how many.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.support import cases, identity
from tests.support import organisations as bodies
from yichuang.cases.rules import case_no
from yichuang.config.env import environment
from yichuang.core import clock, search
from yichuang.core.actor import Actor
from yichuang.core.rights import Role
from yichuang.core.sealed import blind_index, seal
from yichuang.organisations.rules import OrganisationKind

Database = psycopg.Connection[Any]
CASES = int(os.environ.get("BENCH_CASES", "1000000"))
ITEMS = int(os.environ.get("BENCH_ITEMS", "10000"))
DEPARTMENTS = 20
YEARS = 3
_OPEN_DAYS = 42
_NAMES = ("张示例", "李示例", "王示例", "欧阳示例", "示例区某某食品有限公司")
_THINGS = (
    "食品",
    "餐饮",
    "药品",
    "烟草",
    "道路",
    "水利",
    "住房",
    "消防",
    "环境",
    "广告",
    "出版",
    "演出",
    "旅馆",
    "养老",
    "幼儿",
)
_DEEDS = ("经营许可", "变更登记", "注销登记", "备案", "延续", "补证", "审批", "核准", "年度报告", "资格认定")
_ENGLISH_THINGS = (
    "food",
    "catering",
    "medicines",
    "tobacco",
    "roads",
    "water works",
    "housing",
    "fire safety",
    "environment",
    "advertising",
    "publishing",
    "performances",
    "hotels",
    "elderly care",
    "kindergartens",
)
_ENGLISH_DEEDS = (
    "Business licence",
    "Change of registration",
    "Deregistration",
    "Filing",
    "Renewal",
    "Replacement",
    "Approval",
    "Verification",
    "Annual report",
    "Qualification",
)
_FORMS = ("个体工商户", "企业", "社会组织", "农民专业合作社", "外国人", "个人", "事业单位")


@dataclass(frozen=True)
class Loaded:
    """How long it took, and whose eyes to look through: a post of one department, one of the centre, an applicant."""

    desk: cases.Desk
    centre: Actor
    seconds: dict[str, float]


def load(number: int = CASES, items: int = ITEMS, *, is_open: bool = False) -> Loaded:
    """The database has the items and the cases besides what was there; statistics are fresh.

    `is_open`: all cases are open, and were filed within the last six weeks.
    """
    desks = [cases.make_desk(task_code=f"BENCH-{place}") for place in range(DEPARTMENTS)]
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    centre = identity.staff_actor(Role.CENTRE_MANAGER, Role.WINDOW_CLERK, organisation_id=authority, name="中心己")
    seconds: dict[str, float] = {}
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        for option in ("synchronous_commit = off", "maintenance_work_mem = '512MB'", "work_mem = '256MB'"):
            db.execute(f"SET {option}")
        for name, step in (
            ("items", lambda: _items(db, desks, items)),
            ("numbers", lambda: _numbers(db, number, _OPEN_DAYS if is_open else 365 * YEARS)),
            ("cases", lambda: _cases(db, desks, number, is_open=is_open)),
            ("ledger", lambda: _ledger(db)),
            ("statistics", lambda: db.execute("VACUUM (ANALYZE)")),
        ):
            started = time.perf_counter()
            step()
            seconds[name] = round(time.perf_counter() - started, 1)
    return Loaded(desks[0], centre, seconds)


def _items(db: Database, desks: list[cases.Desk], number: int) -> None:
    """Published items of all departments with names of their own, each with one version like that of its department."""
    names = [f"{form}{thing}{deed}" for form, thing, deed in product(_FORMS, _THINGS, _DEEDS)]
    db.execute(
        "CREATE TEMP TABLE bench_items (n int, organisation_id bigint, name text, name_en text, text text, vector tsvector, initials text)"
    )
    with db.cursor().copy("COPY bench_items FROM STDIN") as copy:
        for n in range(number):
            name = names[n % len(names)] + (f"（{n // len(names) + 1}类）" if n >= len(names) else "")
            english = f"{_ENGLISH_DEEDS[n % 10]} of {_ENGLISH_THINGS[n // 10 % 15]} for class {n // 150 + 1}"
            text = search.normalised(f"{name} {english} LOADED{n:08}")
            found_by = (text, search.tsvector_literal(text), search.pinyin_initials(name)[:250])
            copy.write_row((n, desks[n % len(desks)].organisation_id, name, english, *found_by))
    listed = "SELECT column_name FROM information_schema.columns WHERE table_name = 'catalogue_itemversion' AND is_generated = 'NEVER'"
    own = {"id", "item_id", "name", "content"}
    same = [row[0] for row in db.execute(listed) if row[0] not in own]
    db.execute(_NEW_ITEMS)
    db.execute(_NEW_VERSIONS.format(same=", ".join(same), copied=", ".join(f"v.{one}" for one in same)))
    db.execute(_CURRENT)


_NEW_ITEMS = """
    INSERT INTO catalogue_item (task_code, local_code, catalog_code, name, organisation_id, is_listed, is_cancelled, name_en,
        search_text, search, name_initials)
    SELECT 'LOADED' || lpad(n::text, 8, '0'), '', '', name, organisation_id, false, false, name_en, text, vector, initials
    FROM bench_items ORDER BY n
"""
_NEW_VERSIONS = """
    INSERT INTO catalogue_itemversion (item_id, name, content, {same})
    SELECT i.id, i.name, jsonb_set(v.content, '{{name}}', to_jsonb(i.name)), {copied}
    FROM catalogue_item i
    JOIN catalogue_item model ON model.organisation_id = i.organisation_id AND model.current_id IS NOT NULL
    JOIN catalogue_itemversion v ON v.id = model.current_id
    WHERE i.task_code LIKE 'LOADED%' ORDER BY i.id
"""
_CURRENT = """
    UPDATE catalogue_item i SET current_id = v.id, is_listed = true FROM catalogue_itemversion v
    WHERE v.item_id = i.id AND i.task_code LIKE 'LOADED%'
"""


def _numbers(db: Database, number: int, days: int) -> None:
    """A table with the day and the number of each case, the oldest first."""
    db.execute("CREATE TEMP TABLE bench_numbers (n int PRIMARY KEY, filed_on date, case_no text)")
    with db.cursor().copy("COPY bench_numbers FROM STDIN") as copy:
        for n, day in enumerate(_days(number, days), start=1):
            copy.write_row((n, day, case_no(day, n % 999_999 + 1)))


def _days(number: int, days: int) -> Iterator[date]:
    first = clock.today() - timedelta(days=days)
    return (first + timedelta(days=days * n // number) for n in range(number))


def _cases(db: Database, desks: list[cases.Desk], number: int, *, is_open: bool) -> None:
    staff = [
        (desk.organisation_id, desk.clerk.account_id, desk.reviewer.account_id, desk.official.account_id)
        for desk in desks
    ]
    db.execute(
        "CREATE TEMP TABLE bench_desks (place int, organisation_id bigint, clerk bigint, reviewer bigint, official bigint)"
    )
    for place, row in enumerate(staff):
        db.execute("INSERT INTO bench_desks VALUES (%s, %s, %s, %s, %s)", [place, *row])
    db.execute(
        "CREATE TEMP TABLE bench_parties (place int, kind text, name bytea, name_index text, phone bytea, identity bytea)"
    )
    for place, name in enumerate(_NAMES):
        kind = "enterprise" if "公司" in name else "person"
        sealed = [seal(name.encode()), blind_index(name), seal(identity.phone(1).encode())]
        db.execute(
            "INSERT INTO bench_parties VALUES (%s, %s, %s, %s, %s, %s)",
            [place, kind, *sealed, seal(identity.identity_no(1).encode())],
        )
    db.execute(
        """
        CREATE TEMP TABLE bench_versions AS
        SELECT d.place, row_number() OVER (PARTITION BY d.place ORDER BY i.id) - 1 AS rank, count(*) OVER (PARTITION BY d.place)
            AS many, i.task_code, v.id, v.name, v.case_type
        FROM catalogue_item i JOIN bench_desks d USING (organisation_id) JOIN catalogue_itemversion v ON v.id = i.current_id"""
    )
    db.execute("CREATE INDEX ON bench_versions (place, rank)")
    db.execute("ANALYZE")
    values = {
        "number": number,
        "is_open": is_open,
        "applicant": desks[0].applicant.account_id,
        "form": seal(b'{"name": "\xe5\xbc\xa0\xe7\xa4\xba\xe4\xbe\x8b", "identity_no": "990101198001010081"}'),
        "digest": "0" * 64,
    }
    db.execute(_CASES, values)


_CASES = """
    INSERT INTO cases_case (case_no, submission_key, version_id, item_code, item_name, case_type, organisation_id, channel,
        state, applicant_id, party_kind, party_name, party_name_index, identity_type, identity_no, identity_index, phone, form,
        handler_id, submitted_at, received_at, accepted_at, decided_at, closed_at, next_due_on, promised_due_on,
        statutory_due_on, is_due_provisional, corrections, certificate_no, purpose, extension, hearing, recused, opinions,
        standing, step_from, seq, digest)
    SELECT s.case_no, md5('key' || s.n)::uuid, v.id, v.task_code, v.name, v.case_type, d.organisation_id,
        (ARRAY['online', 'window'])[1 + s.n %% 2], s.state,
        CASE WHEN s.n %% 2000 = 0 THEN %(applicant)s::bigint END, p.kind, p.name,
        CASE WHEN s.chance %% 1000 = 0 THEN p.name_index ELSE md5('name' || (s.n %% 300000)) END, 'resident_card', p.identity,
        md5('identity' || (s.n %% 500000)), p.phone, %(form)s,
        CASE WHEN s.chance %% 3 = 0 THEN NULL
            WHEN s.state IN ('submitted', 'received', 'correction_requested', 'issued') THEN d.clerk
            WHEN s.state = 'accepted' THEN d.reviewer WHEN s.state IN ('in_review', 'granted') THEN d.official END,
        s.at, CASE WHEN s.state <> 'submitted' THEN s.at + interval '1 hour' END,
        CASE WHEN s.state NOT IN ('submitted', 'received', 'correction_requested', 'refused') THEN s.at + interval '2 hours' END,
        CASE WHEN s.state IN ('granted', 'denied', 'issued', 'delivered', 'archived') THEN s.at + interval '3 hours' END,
        CASE WHEN s.state IN ('delivered', 'refused', 'archived') THEN s.at + interval '4 hours' END,
        CASE WHEN s.state NOT IN ('delivered', 'refused', 'archived') THEN s.due END, s.due, s.due + 10, false,
        CASE WHEN s.state = 'correction_requested' OR s.state = 'received' AND s.n %% 5 = 0 THEN 1 ELSE 0 END, '',
        'new', '', '', '{}', (s.state IN ('in_review', 'granted', 'denied', 'issued', 'delivered', 'archived'))::int,
        CASE WHEN s.state IN ('granted', 'issued', 'delivered', 'archived') THEN 'valid' ELSE '' END,
        CASE WHEN s.state NOT IN ('submitted', 'correction_requested', 'delivered', 'refused', 'archived') THEN s.at::date END,
        CASE s.state WHEN 'submitted' THEN 1 WHEN 'received' THEN 2 WHEN 'correction_requested' THEN 3 WHEN 'accepted' THEN 3
            WHEN 'in_review' THEN 4 WHEN 'granted' THEN 5 WHEN 'denied' THEN 5 WHEN 'issued' THEN 6 ELSE 2 END, %(digest)s
    FROM (
        SELECT o.*, CASE
            WHEN NOT o.is_open THEN CASE WHEN o.n > 0.98 * %(number)s THEN (ARRAY['delivered', 'refused'])[1 + o.chance %% 2]
                ELSE 'archived' END
            ELSE (ARRAY['submitted', 'received', 'received', 'correction_requested', 'correction_requested', 'accepted',
                'accepted', 'accepted', 'accepted', 'accepted', 'in_review', 'in_review', 'in_review', 'in_review', 'in_review',
                'in_review', 'in_review', 'granted', 'issued', CASE WHEN o.chance %% 3 = 0 THEN 'denied' ELSE 'issued' END
                ])[1 + o.chance %% 20] END AS state,
            current_date - 2 + o.chance %% 30 - CASE WHEN o.chance %% 31 = 0 THEN 12 ELSE 0 END AS due
        FROM (
            SELECT n, case_no, filed_on + interval '9 hours' AS at, abs(hashint4(n)) AS chance,
                %(is_open)s OR (n > 0.95 * %(number)s AND n %% 4 <> 0) OR (abs(hashint4(n)) %% 400 = 0) AS is_open
            FROM bench_numbers) o) s
    JOIN bench_desks d ON d.place = s.chance / 7 %% (SELECT count(*) FROM bench_desks)
    JOIN bench_parties p ON p.place = s.n %% (SELECT count(*) FROM bench_parties)
    JOIN bench_versions v ON v.place = d.place AND v.rank = s.n / 3 %% v.many
    ORDER BY s.n
"""


def _ledger(db: Database) -> None:
    """Two rows of each closed case, all rows and both materials of each open one."""
    db.execute(_LEDGER, {"digest": "0" * 64, "details": Jsonb({"is_deemed": False})})
    db.execute(
        "INSERT INTO cases_casematerial (case_id, seq, code, name, copies)"
        " SELECT c.id, 1, m.code, m.name, 1 FROM cases_case c,"
        " (VALUES ('M1', '食品经营许可申请书'), ('M2', '经营场所平面图')) AS m (code, name)"
        " WHERE c.closed_at IS NULL AND c.digest = %s",
        ["0" * 64],
    )


_LEDGER = """
    INSERT INTO cases_ledgerrow (case_id, case_no, seq, act, before, after, at, actor_kind, account_id, actor_name, post_title,
        organisation_id, reason, law, details, key, previous, digest, algorithm)
    SELECT c.id, c.case_no, step,
        CASE WHEN step = c.seq AND step > 1 THEN c.last ELSE c.acts[step] END,
        CASE WHEN step = 1 THEN '' ELSE c.states[step - 1] END, CASE WHEN step = c.seq THEN c.state ELSE c.states[step] END,
        c.submitted_at + step * interval '1 hour', 'staff', d.clerk, '窗口甲', '窗口', c.organisation_id, '', '["ALL 29"]',
        %(details)s, 'k' || step, %(digest)s, %(digest)s, 'sm3'
    FROM (
        SELECT id, case_no, seq, state, submitted_at, organisation_id,
            ARRAY['submit', 'receive', 'accept', 'review', 'grant', 'issue'] AS acts,
            ARRAY['submitted', 'received', 'accepted', 'in_review', 'granted', 'issued'] AS states,
            CASE state WHEN 'correction_requested' THEN 'request_correction' WHEN 'denied' THEN 'deny'
                WHEN 'delivered' THEN 'deliver' WHEN 'refused' THEN 'refuse' WHEN 'archived' THEN 'archive'
                WHEN 'received' THEN 'receive' WHEN 'accepted' THEN 'accept' WHEN 'in_review' THEN 'review'
                WHEN 'granted' THEN 'grant' ELSE 'issue' END AS last
        FROM cases_case WHERE digest = %(digest)s) c
    JOIN bench_desks d USING (organisation_id), generate_series(1, c.seq) AS step
    ORDER BY c.id, step
"""
