"""Outbox: short messages to people's phones and mailboxes, kept until they are sent.

Purpose: whoever has something to tell writes a message in its own transaction; a job hands it to the gateway afterwards, and
tries again when the gateway fails. An act never waits for a gateway, and a message of an act that was undone never goes out.

Tables: Message (address and text sealed; the text of a sent message is forgotten after 30 days).

Acts: send a message, deliver it (the job), forget old texts.

What holds: each message is delivered at least once while its gateway works, and normally once. Exactly once cannot be proved:
a process may die after the gateway took the message and before we wrote it down. Each attempt therefore carries the same
reference (the id of the row), by which a gateway can tell a repetition.

Law: PIPL 19, PIPL 51.
"""
