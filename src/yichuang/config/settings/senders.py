"""Gateways of messages, and the term for answering questions."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from yichuang.config.env import environment

_env = environment()
_DEFAULT_BODY = '{"to": "{address}", "text": "{text}", "reference": "{reference}"}'
_IMPLICIT_TLS_PORT = 465
_TIMEOUT_S = 10

OUTBOX_SMS = _env.senders.sms
OUTBOX_EMAIL = _env.senders.email
SMS_GATEWAY: dict[str, Any] = {
    "url": _env.senders.sms_url,
    "token": _env.senders.sms_token,
    "body": json.loads(_env.senders.sms_body or _DEFAULT_BODY),
    "timeout_s": _TIMEOUT_S,
}

_smtp = urlsplit(_env.senders.smtp_url)
EMAIL_HOST = _smtp.hostname or "localhost"
EMAIL_PORT = _smtp.port or (_IMPLICIT_TLS_PORT if _smtp.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = _smtp.scheme == "smtp+starttls"
EMAIL_TIMEOUT = _TIMEOUT_S
DEFAULT_FROM_EMAIL = _env.senders.mail_from

CONSULTATION_TERM = _env.answer_term
"""How long the centre has for answering a question; what the law leaves open and each place promises."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
