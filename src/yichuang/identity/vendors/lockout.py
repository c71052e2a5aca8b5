"""The limiter of sign-ins (django-axes): what it is told, and until when it locks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yichuang.core.clock import now
from yichuang.identity.models import login_key


def attempted_login(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The login of an attempt as it may be stored (AXES_USERNAME_CALLABLE): never a readable phone number."""
    given = request.POST.get("login", "") if credentials is None else credentials.get("login")
    return login_key(str(given or ""))[:255]


def keep_answer(_request: HttpRequest, response: HttpResponse, _credentials: object = None) -> HttpResponse:
    """The page that the sign-in view made (AXES_LOCKOUT_CALLABLE): it says until when the login is locked."""
    return response


def client_address(request: HttpRequest) -> str | None:
    """The network address from which the request came, as the limiter sees it."""
    address: str | None = get_client_ip_address(request)
    return address


def locked_until(login: str, address: str | None) -> datetime | None:
    """When the login can be tried again from that address; None when it is not locked."""
    wait: timedelta = get_cool_off() or timedelta()
    attempts = AccessAttempt.objects.filter(
        username=login_key(login), ip_address=address, attempt_time__gt=now() - wait
    ).order_by("attempt_time")
    rows = list(attempts.values_list("attempt_time", "failures_since_start"))
    limit: int = getattr(settings, "AXES_FAILURE_LIMIT", 5)
    left = sum(count for _, count in rows)
    until: datetime | None = None
    # One row per browser: the lock ends when enough of them have grown old.
    for at, count in rows:
        if left < limit:
            break
        left -= count
        until = at + wait
    return until


def unlock(key: str) -> int:
    """The failures of the login with that stored form are forgotten; answers how many rows that were."""
    count: int = reset(username=key)
    return count
