"""How long packages are kept.

The periods are approved by the archive authority, item by item; the setting `ARCHIVE_RETENTION` says what was approved here:
a period for each type of item (its code), and for all others under `default`. Law: ARI 19.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from yichuang.archives.errors import RetentionInvalidError
from yichuang.catalogue.rules import ItemType
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class Retention(Labelled):
    """A retention period. Law: ARI 19."""

    TEN_YEARS = "10y", gettext_noop("10 years")
    THIRTY_YEARS = "30y", gettext_noop("30 years")
    PERMANENT = "permanent", gettext_noop("Permanent")


DEFAULT = "default"
USUAL_RETENTION: Mapping[str, str] = MappingProxyType(
    {DEFAULT: Retention.THIRTY_YEARS.value, ItemType.PUBLIC_SERVICE.value: Retention.TEN_YEARS.value}
)
"""What holds until the centre sets what was approved: rather too long than too short, since what is gone is gone."""
_YEARS: Mapping[Retention, int] = MappingProxyType({Retention.TEN_YEARS: 10, Retention.THIRTY_YEARS: 30})


def retention_for(item_type: ItemType | None, approved: Mapping[str, str]) -> Retention:
    """The period of cases of that type of item; what `approved` leaves out is as usual. Law: ARI 19.

    Raises:
        RetentionInvalidError: `approved` names a period that there is not.
    """
    periods = {**USUAL_RETENTION, **approved}
    given = periods.get(item_type.value if item_type else DEFAULT, periods[DEFAULT])
    try:
        return Retention(given)
    except ValueError as error:
        raise RetentionInvalidError(given=given, periods=", ".join(Retention)) from error


def retain_until(closed_on: date, retention: Retention) -> date | None:
    """The last day of the period, which begins with the year after the closing; None: for ever."""
    years = _YEARS.get(retention)
    return None if years is None else date(closed_on.year + years, 12, 31)
