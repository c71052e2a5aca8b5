"""What was typed for an act whose paper is read first, kept in the session under seal.

The page that shows the paper is fetched and not the answer to a form, so that one can go back to it and load it anew.
"""

import base64
import binascii

from django.http import HttpRequest, QueryDict

from yichuang.core.sealed import SealBrokenError, seal, unseal

_KEPT = "read_first"
_MOST = 5
_NOT_TYPED = ("csrfmiddlewaretoken", "preview", "confirmed")


def keep_form(request: HttpRequest, place: str) -> str:
    """What was sent is kept, under the form's own key, with the last few others; the key."""
    data = request.POST.copy()
    for name in _NOT_TYPED:
        data.pop(name, None)
    key = str(data.get("key", ""))
    kept = {name: one for name, one in _all(request).items() if name != key}
    sealed = base64.b64encode(seal(data.urlencode().encode())).decode()
    request.session[_KEPT] = dict([*kept.items(), (key, [place, sealed])][-_MOST:])
    return key


def kept_form(request: HttpRequest, place: str, key: str) -> QueryDict | None:
    """What was kept under that key for that place; None when nothing is (any more)."""
    found_place, sealed = _all(request).get(key, ("", ""))
    if not sealed or found_place != place:
        return None
    try:
        return QueryDict(unseal(base64.b64decode(sealed)).decode())
    except (SealBrokenError, binascii.Error):
        return None


def forget_form(request: HttpRequest, key: str) -> None:
    """Nothing is kept under that key any more."""
    kept = _all(request)
    if kept.pop(key, None):
        request.session[_KEPT] = kept


def _all(request: HttpRequest) -> dict[str, tuple[str, str]]:
    stored = request.session.get(_KEPT, {})
    return dict(stored) if isinstance(stored, dict) else {}
