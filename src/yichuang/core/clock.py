"""The only place that reads the clock.

Instants are aware and UTC; dates are the centre's civil dates. A simulated time may be set for demonstration data and
simulations, only where `settings.ALLOW_SIMULATED_TIME` is true, and only for the current thread of control.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_simulated: ContextVar[datetime | None] = ContextVar("simulated_time", default=None)


def zone() -> ZoneInfo:
    """The centre's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _simulated.get() or datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant in the centre's time zone."""
    return instant.astimezone(zone())


def today() -> date:
    """The civil date at the centre now."""
    return local(now()).date()


@contextmanager
def simulated(instant: datetime) -> Iterator[None]:
    """Inside the block `now()` answers `instant`.

    Raises:
        ImproperlyConfigured: simulated time is not allowed in this installation.
    """
    if not settings.ALLOW_SIMULATED_TIME:
        message = "Simulated time is not allowed in this installation (ALLOW_SIMULATED_TIME)."
        raise ImproperlyConfigured(message)
    token = _simulated.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _simulated.reset(token)
