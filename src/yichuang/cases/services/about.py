"""What an application is about: something in force that was granted to the same applicant here. Law: ALL 49, 50, 70."""

from yichuang.cases.errors import AboutUnfitError
from yichuang.cases.models import Case
from yichuang.cases.rules import KEPT, Act, Standing, is_concerned
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.catalogue.rules import Purpose
from yichuang.core import clock
from yichuang.core.identifiers import normalised
from yichuang.core.sealed import blind_index


def about_of(version: VersionView, case_no: str, identity_no: str) -> int | None:
    """The case by which that was granted which the applicant's application is about; None where no number is given.

    The number of a case that only amended or renewed it leads there too: its paper is the newest that the holder has.

    Raises:
        AboutUnfitError: there is no such case in force, it is another applicant's or body's, or gives another result.
    """
    number = normalised(case_no).replace("-", "")
    if not number:
        return None
    original = _root(Case.objects.filter(case_no=number, identity_index=blind_index(identity_no)).first())
    states = {state.value for state in KEPT[Act.AMEND]}
    if original is None or original.state not in states or original.standing != Standing.VALID.value:
        raise AboutUnfitError(case_no=case_no)
    is_over = original.valid_until is not None and original.valid_until < clock.today()
    if is_over and version.content.handling.purpose is not Purpose.CANCEL:
        raise AboutUnfitError(case_no=case_no)
    same_body = original.organisation_id == version.organisation_id
    if not same_body or not is_concerned(get_version(original.version_id).content, version.content):
        raise AboutUnfitError(case_no=case_no)
    return original.pk


def _root(case: Case | None) -> Case | None:
    """The case of the first grant; None for one that ended a grant, and for one that granted nothing."""
    while case is not None and case.about is not None:
        is_changed = case.certificate_no and case.purpose != Purpose.CANCEL.value
        case = case.about if is_changed else None
    return case
