"""What the application's database role may do: everything it needs, and never change or delete what must stay.

The owner migrates and grants; the application only ever signs in with its own role. No triggers: the rights of the
role are what keeps ledger and history rows as they were written.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from yichuang.config.embedded import APPLICATION_ROLE

APPEND_ONLY = (
    "archives_package",
    "archives_packageread",
    "cases_ledgerrow",
    "cases_casematerial",
    "cases_dayproof",
    "cases_note",
    "catalogue_versionevent",
    "catalogue_importbatch",
    "correspondence_answer",
    "correspondence_consultationevent",
    "correspondence_message",
    "deadlines_calendarchange",
    "documents_paper",
    "documents_paperfile",
    "documents_storedcontent",
    "documents_upload",
    "exchange_clienthistory",
    "exchange_event",
    "feedback_rating",
    "identity_accountevent",
    "organisations_organisationhistory",
    "seals_builtinauthority",
    "seals_sealhistory",
    "seals_sealkey",
    "seals_sealuse",
    "supervision_edition",
    "supervision_entry",
    "supervision_told",
    "supervision_watching",
)
NEVER_DELETED = (
    "cases_case",
    "cases_casestop",
    "cases_pledge",
    "catalogue_item",
    "catalogue_itemversion",
    "correspondence_consultation",
    "correspondence_conversation",
    "documents_papercounter",
    "identity_account",
    "organisations_authorityletter",
    "organisations_staffleave",
    "outbox_message",
    "seals_seal",
    "simulation_year",
    "supervision_measure",
    "supervision_signal",
)


def grant(role: str = APPLICATION_ROLE) -> None:
    """The application's role may read and write the tables of this schema, but only add rows to append-only tables.

    Run as the owner after each migration; doing it again changes nothing.
    """
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in APPEND_ONLY:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")
        for table in NEVER_DELETED:
            cursor.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM {quoted}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}")
        # Jobs are put into their table, and taken from it, by functions of the queue that run with the caller's rights.
        for function in _queue_functions(cursor):
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {quoted}")


def _queue_functions(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'procrastinate_')"
    )
    return [row[0] for row in cursor.fetchall()]


def unprotected(role: str) -> list[str]:
    """Append-only tables in which that role could change or delete rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name"
            " WHERE to_regclass(name) IS NULL OR has_table_privilege(%s, name, 'UPDATE, DELETE, TRUNCATE')",
            [list(APPEND_ONLY), role],
        )
        return [row[0] for row in cursor.fetchall()]
