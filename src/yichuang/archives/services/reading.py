"""Handing a package out."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from yichuang.archives import access
from yichuang.archives.errors import reason_problem
from yichuang.archives.models import PackageRead
from yichuang.archives.rules import REASON_MAX, package_name
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.documents.queries.uploads import open_content


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A stream to be closed by the reader, to be served as an attachment. `size` in bytes."""

    stream: BinaryIO
    name: str
    size: int


@transaction.atomic
def read_package(*, actor: Actor, package_id: int, reason: str) -> OpenedPackage:
    """The package is open for reading, and it is on record who was given it and what for: it holds personal data in full.

    Law: PIPL 51; ARC 37.

    Raises:
        SignInRequiredError, PackageNotFoundError: see `access.get_package`.
        ReasonMissingError: the reason is empty or too long.
        ContentMissingError: its file is not in the store.
    """
    package = access.get_package(actor, package_id)
    text = reason.strip()
    if not 0 < len(text) <= REASON_MAX:
        raise reason_problem(reason, REASON_MAX)
    post = actor.post_for(Right.ARCHIVE, package.organisation_id)
    PackageRead.objects.create(
        package=package,
        account_id=actor.account_id,
        actor_name=actor.name,
        title=post.recorded_title if post else "",
        reason=text,
        at=clock.now(),
    )
    return OpenedPackage(open_content(package.content), package_name(package.case_no, package.seq), package.size)
