"""Exchange: other systems that work with this centre, who they are, what they may do, and what they are told.

A client is another system. It has keys, of which only digests are kept, rights of a fixed list, perhaps one organisation
that bounds them, and a number of requests that it may send in a minute. What happens to cases is told to the webhooks
that it named, signed, and repeated for a day when nobody answers. What is told holds no personal data.

Tables: Client, ClientKey, ClientMinute (requests counted), ClientHistory (added only), KeptAnswer (answers to requests
that may come again), Webhook, Event (added only), Delivery.
Acts: `create_client`, `change_client`, `rotate_key`, `revoke_client`, `add_webhook`, `remove_webhook`, `resume_webhook`,
`test_webhook`, `publish_event`, `deliver`, `resend`.
Jobs: `exchange.deliver`, `exchange.sweep`, `exchange.forget`.
Settings: `WEBHOOK_NETWORKS`, networks in CIDR form that webhooks may reach although they are not public.
Law: PIPL 6 (no more than is needed), 51.
"""
