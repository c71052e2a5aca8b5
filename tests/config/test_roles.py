"""The database role of the application: it can do every act, and cannot change what was written."""

import io
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from tests.support import cases, correspondence, identity
from tests.support.acts import last_row
from tests.support.catalogue import approve
from tests.support.documents import pdf
from tests.support.jobs import waiting_jobs
from yichuang.cases import queries, services
from yichuang.cases.rules import Act, Channel, State
from yichuang.catalogue import services as catalogue
from yichuang.config import roles
from yichuang.config.embedded import APPLICATION_ROLE
from yichuang.core.actor import SYSTEM
from yichuang.correspondence.services import answer, mark_conversation_read
from yichuang.documents.services import paper_pdf, store_upload
from yichuang.outbox.rules import MessageKind
from yichuang.outbox.services import send_message

pytestmark = pytest.mark.django_db
ROLE = APPLICATION_ROLE


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def _membership(django_db_setup: None) -> None:
    """The owner may become the application: tests only, and only the server's administrator can allow it."""
    given: dict[str, Any] = connection.settings_dict
    address = {"host": given["HOST"], "dbname": given["NAME"]} | ({"port": given["PORT"]} if given["PORT"] else {})
    try:
        with psycopg.connect(**address, user="postgres", autocommit=True) as administrator:
            administrator.execute(f"GRANT {ROLE} TO {given['USER']}")
    except psycopg.OperationalError:
        pytest.skip("the server of TEST_DATABASE_URL has no administrator whom we can reach")


@pytest.fixture
def application(_membership: None) -> Iterator[None]:
    """Inside the test, after `become`, statements run as the application's role with what `roles.grant` gives it."""
    roles.grant(ROLE)
    yield
    run("RESET ROLE")


def become() -> None:
    """From here on the test is the application."""
    run(f"SET ROLE {ROLE}")


def refused(statement: str) -> bool:
    """Whether the database refuses the statement for want of a right."""
    try:
        with transaction.atomic():
            run(statement)
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


@pytest.mark.parametrize("table", roles.APPEND_ONLY)
@pytest.mark.usefixtures("application")
def test_rows_of_append_only_tables_stay_as_they_were_written(table: str) -> None:
    become()

    assert not refused(f"SELECT * FROM {table}")
    assert refused(f"UPDATE {table} SET id = id")
    assert refused(f"DELETE FROM {table}")
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", roles.NEVER_DELETED)
@pytest.mark.usefixtures("application")
def test_what_is_never_deleted_may_be_changed_only(table: str) -> None:
    become()

    assert not refused(f"UPDATE {table} SET id = id")
    assert refused(f"DELETE FROM {table}")
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.usefixtures("application")
def test_the_application_changes_no_tables_and_no_record_of_migrations() -> None:
    become()

    for statement in (
        "CREATE TABLE own (id int)",
        "DROP TABLE cases_ledgerrow",
        "ALTER TABLE cases_ledgerrow DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "SELECT setval('cases_serial', 1)",
    ):
        assert refused(statement), statement


@pytest.mark.usefixtures("application")
def test_the_application_leads_a_whole_life() -> None:
    desk = cases.make_desk(has_seal=True)
    become()

    case_no = cases.make_case(desk, State.ARCHIVED)
    corrected = cases.make_case(desk, State.CORRECTION_REQUESTED)
    cases.do(desk, Act.CORRECT, corrected)
    cases.do(desk, Act.REFUSE, corrected)
    denied = cases.make_case(desk, State.DENIED)

    view = queries.get_case_view(desk.clerk, case_no)
    pdfs = [paper_pdf(paper.id) for paper in view.papers]
    assert [data[:5] for data in pdfs] == [b"%PDF-"] * 4
    assert last_row(denied).act == "deny"
    assert services.verify_ledger(actor=SYSTEM).broken == ()


@pytest.mark.usefixtures("application")
def test_the_application_keeps_drafts_files_items_and_accounts() -> None:
    desk = cases.make_desk()
    become()

    key = services.start_draft(
        actor=desk.applicant, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE
    )
    services.attach_material(actor=desk.applicant, key=key, code="M1", name="x.pdf", stream=io.BytesIO(pdf("x")))
    services.discard_draft(actor=desk.applicant, key=key)
    store_upload(actor=desk.clerk, name="x.pdf", stream=io.BytesIO(pdf("x")))
    changed = desk.version.content.model_copy(update={"quota": "每年十个"})
    draft = catalogue.start_draft(actor=SYSTEM, item_id=desk.version.item_id, content=changed)
    approve(draft.version_id)
    catalogue.publish(actor=SYSTEM, version_id=draft.version_id)
    other = cases.make_desk(task_code="B2")

    assert other.version.number == 1
    assert identity.applicant_actor("李示例").name == "李示例"


def test_granting_again_changes_nothing_and_takes_back_what_was_given_by_hand() -> None:
    roles.grant(ROLE)
    run(f"GRANT UPDATE, DELETE, TRUNCATE ON cases_ledgerrow TO {ROLE}")
    assert roles.unprotected(ROLE) == ["cases_ledgerrow"]

    roles.grant(ROLE)

    assert roles.unprotected(ROLE) == []


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_a_right_given_by_hand_is_seen(right: str) -> None:
    roles.grant(ROLE)

    run(f"GRANT {right} ON documents_paper TO {ROLE}")

    assert roles.unprotected(ROLE) == ["documents_paper"]


def test_the_owner_is_not_protected() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]

    assert set(roles.unprotected(owner)) == set(roles.APPEND_ONLY)


@pytest.mark.usefixtures("application")
def test_the_application_defers_and_runs_jobs(run_jobs: Callable[..., list[str]]) -> None:
    become()

    send_message(kind=MessageKind.SMS, address="13800001234", text="您好")
    waiting = waiting_jobs()

    assert run_jobs() == waiting == ["outbox.deliver"]


@pytest.mark.usefixtures("application")
def test_the_application_tells_talks_and_answers() -> None:
    desk = cases.make_desk()
    become()

    case_no = cases.make_case(desk, State.REFUSED)
    correspondence.deliver_news(case_no)
    correspondence.say(desk.applicant, case_no)
    number = correspondence.ask(desk.organisation_id).number
    answer(actor=desk.clerk, number=number, text="可以", key=uuid.uuid4())

    assert mark_conversation_read(actor=desk.applicant, case_no=case_no) == 2
    assert waiting_jobs() == ["outbox.deliver"] * 2
