"""How long packages are kept. Law: ARI 19."""

from collections.abc import Mapping
from datetime import date

import pytest

from yichuang.archives.errors import RetentionInvalidError
from yichuang.archives.rules import Retention, retain_until, retention_for
from yichuang.catalogue.rules import ItemType


@pytest.mark.parametrize(
    ("item_type", "approved", "retention"),
    [
        (ItemType.LICENCE, {}, Retention.THIRTY_YEARS),
        (ItemType.PUBLIC_SERVICE, {}, Retention.TEN_YEARS),
        (None, {}, Retention.THIRTY_YEARS),
        (ItemType.LICENCE, {"01": "permanent"}, Retention.PERMANENT),
        (ItemType.PAYMENT, {"01": "permanent"}, Retention.THIRTY_YEARS),
        (ItemType.PAYMENT, {"default": "10y"}, Retention.TEN_YEARS),
        (None, {"default": "permanent"}, Retention.PERMANENT),
        (ItemType.PUBLIC_SERVICE, {"default": "permanent"}, Retention.TEN_YEARS),
    ],
)
def test_the_approved_period_of_the_type_goes_before_the_usual_one(
    item_type: ItemType | None, approved: Mapping[str, str], retention: Retention
) -> None:
    assert retention_for(item_type, approved) is retention


def test_a_period_that_there_is_not_is_refused() -> None:
    with pytest.raises(RetentionInvalidError) as refusal:
        retention_for(ItemType.LICENCE, {"default": "15"})

    assert refusal.value.details == {"given": "15", "periods": "10y, 30y, permanent"}


@pytest.mark.parametrize(
    ("closed_on", "retention", "last_day"),
    [
        (date(2026, 1, 1), Retention.TEN_YEARS, date(2036, 12, 31)),
        (date(2026, 12, 31), Retention.TEN_YEARS, date(2036, 12, 31)),
        (date(2027, 1, 1), Retention.THIRTY_YEARS, date(2057, 12, 31)),
        (date(2028, 2, 29), Retention.PERMANENT, None),
    ],
)
def test_a_period_begins_with_the_year_after_the_closing(
    closed_on: date, retention: Retention, last_day: date | None
) -> None:
    assert retain_until(closed_on, retention) == last_day
