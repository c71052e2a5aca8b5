"""The packages of an archived case on the desk: who sees them, the reason asked, and the record of each handing-out."""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.support import cases as make
from tests.support import identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, client_for, make_hall
from yichuang.archives.models import PackageRead
from yichuang.archives.queries import PackageView
from yichuang.archives.services import make_package
from yichuang.cases.rules import Act, State
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall whose body seals its papers."""
    return make_hall(has_seal=True)


def packed(hall: Hall) -> PackageView:
    """The package of an archived case."""
    return make_package(actor=SYSTEM, case_no=make.make_case(hall.desk, State.ARCHIVED))


def address(package: PackageView) -> str:
    """Where the package is fetched."""
    return reverse("staffdesk:package", args=[package.case_no, package.id])


def list_of(case_no: str) -> str:
    """The page of the case's packages."""
    return reverse("staffdesk:packages", args=[case_no])


def test_a_package_is_listed_handed_out_for_a_reason_and_the_record_is_shown(hall: Hall) -> None:
    package, records = packed(hall), hall.as_("records")
    before = records.get(list_of(package.case_no)).content.decode()

    answer = records.post(address(package), {"reason": " 移交区档案馆 "})
    content = b"".join(answer)

    after = records.get(list_of(package.case_no)).content.decode()
    assert (package.digest in before, "Nobody was given it yet." in before) == (True, True)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{package.case_no}-8.zip"'
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    (look,) = PackageRead.objects.all()
    assert (look.account_id, look.reason) == (hall.desk.records.account_id, "移交区档案馆")
    assert "移交区档案馆" in after
    assert "档案丁" in after
    assert "Nobody was given it yet." not in after


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_without_a_fit_reason_nothing_is_handed_out(hall: Hall, reason: str) -> None:
    package = packed(hall)

    answer = hall.as_("records").post(address(package), {"reason": reason})

    assert (answer.status_code, PackageRead.objects.count()) == (422, 0)
    assert f'href="#package-{package.id}_reason"' in answer.content.decode()


def test_who_keeps_another_archive_learns_nothing(hall: Hall) -> None:
    package = packed(hall)
    elsewhere = identity.staff_actor(Role.RECORDS_CLERK, organisation_id=bodies.make_organisation())
    clients = [hall.as_("clerk"), hall.as_("official"), client_for(elsewhere)]

    shown = [client.get(list_of(package.case_no)).status_code for client in clients]
    given = [client.post(address(package), {"reason": "看看"}).status_code for client in clients]

    assert (shown, given) == ([403, 403, 404], [403, 403, 404])
    assert PackageRead.objects.count() == 0


def test_a_case_that_is_not_archived_has_no_packages_to_hand_out(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.DELIVERED)
    package = make_package(actor=SYSTEM, case_no=case_no)

    shown = hall.as_("records").get(list_of(case_no))
    given = hall.as_("records").post(address(package), {"reason": "移交"})

    assert (shown.status_code, given.status_code) == (409, 409)
    assert f"Case {case_no} is not in the archive" in shown.content.decode()
    assert PackageRead.objects.count() == 0


def test_a_package_of_another_case_is_not_there(hall: Hall) -> None:
    package, other = packed(hall), make.make_case(hall.desk, State.ARCHIVED)

    answer = hall.as_("records").post(reverse("staffdesk:package", args=[other, package.id]), {"reason": "移交"})

    assert (answer.status_code, PackageRead.objects.count()) == (404, 0)


def test_the_case_leads_to_its_packages_where_they_may_be_had(hall: Hall) -> None:
    archived, delivered = (make.make_case(hall.desk, state) for state in (State.ARCHIVED, State.DELIVERED))

    led = [
        f'href="{list_of(case_no)}"' in hall.as_(who).get(reverse("staffdesk:case", args=[case_no])).content.decode()
        for who, case_no in (("records", archived), ("clerk", archived), ("records", delivered))
    ]

    assert led == [True, False, False]


def test_a_fresh_case_of_the_archive_says_that_its_package_comes(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.ARCHIVED)

    text = hall.as_("records").get(list_of(case_no)).content.decode()

    assert "There is no package yet" in text


def test_a_further_act_gives_a_further_package_above_the_former(hall: Hall) -> None:
    first = packed(hall)
    make.do(hall.desk, Act.REVOKE, first.case_no)
    second = make_package(actor=SYSTEM, case_no=first.case_no)

    text = client_for(hall.desk.records, "zh-hans").get(list_of(first.case_no)).content.decode()

    assert 0 < text.index(second.digest) < text.index(first.digest)
    assert ("归档信息包2" in text, "归档信息包1" in text) == (True, True)
