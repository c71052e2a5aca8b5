"""What the application's database role may do: everything it needs, and never change or delete what must stay.

The owner migrates and grants; the application only ever signs in with its own role. No triggers: the rights of the
role are what keeps ledger and history rows as they were written.
"""

from django.db import connection

from yichuang.config.embedded import APPLICATION_ROLE

APPEND_ONLY = (
    "cases_ledgerrow",
    "cases_casematerial",
    "catalogue_versionevent",
    "catalogue_importbatch",
    "deadlines_calendarchange",
    "documents_paper",
    "documents_paperfile",
    "documents_storedcontent",
    "documents_upload",
    "identity_accountevent",
    "organisations_organisationhistory",
)
NEVER_DELETED = ("cases_case", "catalogue_item", "catalogue_itemversion", "documents_papercounter", "identity_account")


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


def unprotected(role: str) -> list[str]:
    """Append-only tables in which that role could change or delete rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name"
            " WHERE to_regclass(name) IS NULL OR has_table_privilege(%s, name, 'UPDATE, DELETE, TRUNCATE')",
            [list(APPEND_ONLY), role],
        )
        return [row[0] for row in cursor.fetchall()]
