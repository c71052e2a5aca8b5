"""The digest of a ledger row: any change shows."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules import FIRST_DIGEST, Entry, entry_digest

ENTRY = Entry(
    case_no="202611220001232",
    seq=3,
    act="accept",
    before="received",
    after="accepted",
    at=datetime(2026, 9, 25, 8, 30, tzinfo=UTC),
    actor_kind="staff",
    account_id=7,
    actor_name="窗口甲",
    post_id=11,
    post_title="窗口岗",
    organisation_id=5,
    reason="",
    law=("ALL 32",),
    details={"promised_due_on": "2026-10-16", "papers": [{"id": 1, "number": "示1受〔2026〕1号"}]},
    key="k",
)
TEXTS = st.text('甲乙ab；"\\', max_size=6)
NUMBERS = st.integers(0, 2**31)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "case_no": TEXTS,
    "seq": NUMBERS,
    "act": TEXTS,
    "before": TEXTS,
    "after": TEXTS,
    "at": st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    "actor_kind": TEXTS,
    "account_id": st.none() | NUMBERS,
    "actor_name": TEXTS,
    "post_id": st.none() | NUMBERS,
    "post_title": TEXTS,
    "organisation_id": NUMBERS,
    "reason": TEXTS,
    "law": st.lists(TEXTS, max_size=3).map(tuple),
    "details": st.dictionaries(TEXTS, TEXTS | NUMBERS, max_size=3),
    "key": TEXTS,
}
CHANGES = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


def test_every_field_of_a_row_can_be_changed_by_the_test() -> None:
    assert set(VALUES) == {field.name for field in fields(Entry)}


@given(CHANGES)
def test_a_changed_field_changes_the_digest(change: tuple[str, object]) -> None:
    name, value = change
    changed = replace(ENTRY, **{name: value})  # type: ignore[arg-type]  # a field by its name

    assert (entry_digest(changed, FIRST_DIGEST) == entry_digest(ENTRY, FIRST_DIGEST)) == (changed == ENTRY)


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_the_digest_covers_the_row_before(previous: str) -> None:
    is_same = entry_digest(ENTRY, previous) == entry_digest(ENTRY, FIRST_DIGEST)

    assert is_same == (previous == FIRST_DIGEST)


def test_the_digest_is_the_same_wherever_it_is_made() -> None:
    elsewhere = replace(ENTRY, at=ENTRY.at.astimezone(timezone(timedelta(hours=8))))
    in_other_order = replace(ENTRY, details=dict(reversed(list(ENTRY.details.items()))))

    digest = entry_digest(ENTRY, FIRST_DIGEST)

    assert digest == "bb8c144c3f19051f13d1a998d6ecb24766e7aa30b0a8b20769941e2daa048400"
    assert entry_digest(elsewhere, FIRST_DIGEST) == entry_digest(in_other_order, FIRST_DIGEST) == digest
