"""Any gateway for text messages that takes JSON by HTTP POST."""

import json
import re
from typing import Any

from django.conf import settings

from yichuang.outbox.errors import SendingFailedError, SendingRefusedError
from yichuang.outbox.vendors.outgoing import Outgoing

_AGAIN = frozenset({408, 425, 429})
_PLACEHOLDER = re.compile(r"\{(address|text|title|reference)\}")
_REFUSED_FROM, _FAILED_FROM = 300, 500


class HttpSender:
    """Posts SMS_GATEWAY["body"] with its placeholders filled to SMS_GATEWAY["url"].

    The reference goes along in the body and as Idempotency-Key. When the answer is lost the next attempt carries the same one.
    """

    name = "http"

    def send(self, message: Outgoing) -> None:
        """The gateway answered with success; errors as in `Sender`."""
        # Loaded when first needed: web workers send nothing.
        import httpx  # noqa: PLC0415

        gateway: dict[str, Any] = settings.SMS_GATEWAY
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"outbox-{message.reference}"}
        if gateway["token"]:
            headers["Authorization"] = f"Bearer {gateway['token']}"
        body = json.dumps(filled(gateway["body"], message), ensure_ascii=False).encode()
        timeout = httpx.Timeout(gateway["timeout_s"])
        try:
            answer = httpx.post(gateway["url"], content=body, headers=headers, timeout=timeout, follow_redirects=False)
        except httpx.InvalidURL as error:
            raise SendingRefusedError(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise SendingFailedError(type(error).__name__) from error
        _judge(answer.status_code)


def filled(template: Any, message: Outgoing) -> Any:
    """The template with {address}, {text}, {title} and {reference} replaced in all its texts."""
    if isinstance(template, dict):
        return {name: filled(value, message) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, message) for value in template]
    if not isinstance(template, str):
        return template
    values = {"address": message.address, "text": message.text, "title": message.title, "reference": message.reference}
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def _judge(status: int) -> None:
    if status in _AGAIN or status >= _FAILED_FROM:
        reason = f"HTTP {status}"
        raise SendingFailedError(reason)
    if status >= _REFUSED_FROM:
        reason = f"HTTP {status}"
        raise SendingRefusedError(reason)
