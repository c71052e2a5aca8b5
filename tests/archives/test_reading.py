"""Packages are listed and handed out to who keeps the archive of their body, each on record."""

from collections.abc import Callable

import pytest

from tests.support import archives, cases, identity
from tests.support import organisations as bodies
from tests.support.correspondence import news_of
from yichuang.archives import queries, services
from yichuang.archives.errors import PackageNotFoundError, ReasonMissingError
from yichuang.archives.models import PackageRead
from yichuang.cases.rules import Act, State
from yichuang.core.actor import ANONYMOUS, SYSTEM, RightMissingError, SignInRequiredError
from yichuang.core.rights import Role
from yichuang.documents.errors import ContentMissingError

pytestmark = pytest.mark.django_db


def test_each_handing_out_is_on_record() -> None:
    desk = cases.make_desk(has_seal=True)
    view = archives.packed(cases.make_case(desk, State.ARCHIVED)).view
    PackageRead.objects.all().delete()

    opened = services.read_package(actor=desk.records, package_id=view.id, reason=" 移交区档案馆 ")

    with opened.stream as stream:
        assert len(stream.read()) == opened.size == view.size
    assert opened.name == f"{view.case_no}-8.zip"
    (look,) = queries.list_reads(desk.records, view.id)
    assert (look.actor_name, look.reason) == ("档案丁", "移交区档案馆")


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_without_a_fit_reason_nothing_is_handed_out(reason: str) -> None:
    desk = cases.make_desk(has_seal=True)
    view = services.make_package(actor=SYSTEM, case_no=cases.make_case(desk, State.ARCHIVED))

    with pytest.raises(ReasonMissingError) as refusal:
        services.read_package(actor=desk.records, package_id=view.id, reason=reason)

    assert [(one.field, one.code) for one in refusal.value.problems] == [("reason", "archives.reason")]
    assert PackageRead.objects.count() == 0


def test_nobody_else_learns_of_a_package() -> None:
    desk = cases.make_desk(has_seal=True)
    view = services.make_package(actor=SYSTEM, case_no=cases.make_case(desk, State.ARCHIVED))
    other = identity.staff_actor(Role.RECORDS_CLERK, organisation_id=bodies.make_organisation())

    for actor in (desk.applicant, desk.clerk, other):
        with pytest.raises(PackageNotFoundError):
            services.read_package(actor=actor, package_id=view.id, reason="看看")
        with pytest.raises(PackageNotFoundError):
            queries.get_package(actor, view.id)
    with pytest.raises(SignInRequiredError):
        queries.get_package(ANONYMOUS, view.id)
    with pytest.raises(RightMissingError):
        queries.list_packages(desk.clerk)
    assert queries.list_packages(other).rows == ()
    assert PackageRead.objects.count() == 0


def test_a_package_whose_file_is_gone_leaves_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = cases.make_desk(has_seal=True)
    view = services.make_package(actor=SYSTEM, case_no=cases.make_case(desk, State.ARCHIVED))

    def gone(_content: object) -> None:
        raise ContentMissingError(digest="")

    monkeypatch.setattr(services.reading, "open_content", gone)
    with pytest.raises(ContentMissingError):
        services.read_package(actor=desk.records, package_id=view.id, reason="移交")

    assert PackageRead.objects.count() == 0


def test_packages_are_listed_page_by_page_newest_first() -> None:
    desk = cases.make_desk(has_seal=True)
    views = [services.make_package(actor=SYSTEM, case_no=cases.make_case(desk, State.REFUSED)) for _number in range(3)]

    first = queries.list_packages(desk.records, size=2)
    second = queries.list_packages(desk.records, cursor=first.next_cursor, size=2)

    assert [*first.rows, *second.rows] == views[::-1]
    assert second.next_cursor is None
    assert queries.list_packages(SYSTEM, organisation_id=desk.organisation_id).rows == tuple(views[::-1])
    assert queries.list_packages(desk.records, case_no=views[0].case_no).rows == (views[0],)
    assert queries.list_packages(desk.records, case_no="0").rows == ()


def test_what_was_archived_gets_its_package_by_a_job(run_jobs: Callable[..., list[str]]) -> None:
    desk = cases.make_desk(has_seal=True)
    archived, delivered = cases.make_case(desk, State.ARCHIVED), cases.make_case(desk, State.DELIVERED)

    services.take_news_rows([*news_of(archived), *news_of(delivered), *news_of(archived, Act.ARCHIVE)])
    done = run_jobs()

    assert done == ["archives.make_package"]
    assert [row.case_no for row in queries.list_packages(SYSTEM).rows] == [archived]


def test_an_act_on_an_archived_case_gives_it_a_further_package_by_a_job(run_jobs: Callable[..., list[str]]) -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.ARCHIVED)
    first = services.make_package(actor=SYSTEM, case_no=case_no)
    cases.do(desk, Act.REVOKE, case_no)

    services.take_news_rows(news_of(case_no, Act.REVOKE))
    done = run_jobs()

    found = queries.list_packages(SYSTEM, case_no=case_no).rows[0]
    assert done == ["archives.make_package"]
    assert (found.number, found.seq) == (2, first.seq + 1)
