"""What can be done in the exchange: keep clients and webhooks, count and answer requests, tell events."""

from yichuang.exchange.services.clients import NewClient, change_client, create_client, revoke_client, rotate_key
from yichuang.exchange.services.deliveries import deliver, forget_old, resend, sweep
from yichuang.exchange.services.events import publish_event, test_webhook
from yichuang.exchange.services.requests import Answer, answer_once, count_request
from yichuang.exchange.services.webhooks import NewWebhook, add_webhook, remove_webhook, resume_webhook

__all__ = [
    "Answer",
    "NewClient",
    "NewWebhook",
    "add_webhook",
    "answer_once",
    "change_client",
    "count_request",
    "create_client",
    "deliver",
    "forget_old",
    "publish_event",
    "remove_webhook",
    "resend",
    "resume_webhook",
    "revoke_client",
    "rotate_key",
    "sweep",
    "test_webhook",
]
