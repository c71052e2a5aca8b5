"""Every table of ours is either append-only, or has a reason to change."""

import re

from django.apps import apps
from django.db import models

from yichuang.config.roles import APPEND_ONLY, NEVER_DELETED

CHANGES = {
    "organisations_region": "names of regions are corrected",
    "organisations_organisation": "bodies are renamed and dissolved; organisationhistory keeps it",
    "organisations_office": "offices are closed; organisationhistory keeps it",
    "organisations_window": "windows are closed; organisationhistory keeps it",
    "organisations_post": "posts are abolished; organisationhistory keeps it",
    "organisations_staffmember": "people leave; organisationhistory keeps it",
    "organisations_postholding": "holdings end; organisationhistory keeps it",
    "organisations_staffleave": "leaves end early; organisationhistory keeps it",
    "organisations_authorityletter": "letters are withdrawn; organisationhistory keeps it",
    "identity_account": "passwords and states change; accountevent keeps it",
    "identity_mandate": "mandates are withdrawn; accountevent keeps it",
    "identity_recoverycode": "codes are tried and used up; accountevent keeps what came of it",
    "identity_throttle": "counters of tries",
    "cases_correction": "what is typed for a correction, gone once it is handed in",
    "seals_seal": "seals are handed over and end; sealhistory keeps it",
    "deadlines_calendaryear": "years are confirmed; calendarchange keeps it",
    "deadlines_calendarday": "days are corrected; calendarchange keeps it",
    "catalogue_basicitem": "the basic catalogue is kept in step with the one above",
    "catalogue_item": "items are cancelled; versionevent keeps it",
    "catalogue_itemversion": "drafts change, versions are published; versionevent keeps it",
    "documents_papercounter": "the last number given",
    "outbox_message": "sent, failed, and in the end forgotten",
    "correspondence_notice": "marked as read",
    "correspondence_conversation": "who waits, and what was seen",
    "correspondence_consultation": "answered and published; consultationevent keeps it",
    "exchange_client": "rights and limits change; clienthistory keeps it",
    "exchange_clientkey": "keys end; clienthistory keeps it",
    "exchange_clientminute": "a counter",
    "exchange_keptanswer": "forgotten after thirty days",
    "exchange_webhook": "pause and are removed; clienthistory keeps it",
    "exchange_delivery": "attempts",
    "hall_screen": "what stands on a screen now",
    "hall_pairingguess": "wrong codes are counted and forgotten",
    "cases_case": "the reading of the ledger",
    "cases_casestop": "written once more when the procedure ends; the ledger has both acts",
    "cases_pledge": "kept or broken by a later act of the ledger",
    "cases_standardtext": "wordings go out of use",
    "cases_savedfilter": "one's own questions to the worklist",
    "cases_follower": "how far a reader of the ledger has come",
    "cases_draft": "what is still being written",
    "simulation_year": "how much of a simulated year is written",
    "supervision_casefact": "made from the ledger, and again when rules change",
    "supervision_monthcount": "what the facts add up to",
    "supervision_signal": "the reading of its entries",
    "supervision_measure": "answered, returned and closed; entries of its signal keep it",
    "supervision_parked": "gone once the case can be examined",
    "supervision_progress": "how far a reading has come",
}
SAYS_ADDED_ONLY = re.compile(r"(Row|Event|History|Change|Batch)$")


def ours() -> dict[str, type[models.Model]]:
    """Our models by the name of their table."""
    return {
        model._meta.db_table: model
        for config in apps.get_app_configs()
        if config.name.startswith("yichuang.")
        for model in config.get_models(include_auto_created=True)
    }


def test_every_table_is_append_only_or_has_a_reason_to_change() -> None:
    assert set(ours()) == set(APPEND_ONLY) | set(CHANGES)
    assert set(APPEND_ONLY) & set(CHANGES) == set()


def test_a_table_whose_name_says_history_is_append_only() -> None:
    histories = {table for table, model in ours().items() if SAYS_ADDED_ONLY.search(model.__name__)}

    assert histories <= set(APPEND_ONLY)
    assert len(histories) == 10


def test_what_is_never_deleted_is_a_table_that_changes() -> None:
    assert set(NEVER_DELETED) <= set(CHANGES)


def test_rows_of_other_contexts_are_never_deleted_along() -> None:
    """Foreign keys protect; only parts of one whole go with it."""
    cascades = {
        f"{table}.{field.attname}"
        for table, model in ours().items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }

    assert cascades <= {"deadlines_calendarday.year_id", "deadlines_calendarday.calendar_id"}


def test_constraints_and_indexes_of_ours_have_names_that_begin_with_their_context() -> None:
    wrong = [
        f"{table}: {each.name}"
        for table, model in ours().items()
        for each in (*model._meta.constraints, *model._meta.indexes)
        if not each.name.startswith(model._meta.app_label)
    ]

    assert wrong == []
