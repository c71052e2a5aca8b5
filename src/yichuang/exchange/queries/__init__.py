"""What can be read of clients, their webhooks and what they were told."""

from yichuang.exchange.queries.clients import (
    ClientRow,
    ClientView,
    HistoryRow,
    KeyRow,
    client_for_key,
    get_client,
    list_clients,
    list_history,
)
from yichuang.exchange.queries.webhooks import (
    DeliveryRow,
    WebhookRow,
    delivery_row,
    get_delivery,
    get_webhook,
    list_deliveries,
    list_webhooks,
    webhook_row,
)

__all__ = [
    "ClientRow",
    "ClientView",
    "DeliveryRow",
    "HistoryRow",
    "KeyRow",
    "WebhookRow",
    "client_for_key",
    "delivery_row",
    "get_client",
    "get_delivery",
    "get_webhook",
    "list_clients",
    "list_deliveries",
    "list_history",
    "list_webhooks",
    "webhook_row",
]
