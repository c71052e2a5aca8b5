"""The only way to one package: whoever keeps the archive of its body. What is absent and what is hidden give the same answer."""

from yichuang.archives.errors import PackageNotFoundError
from yichuang.archives.models import Package
from yichuang.core.actor import ANONYMOUS, Actor, SignInRequiredError
from yichuang.core.rights import Right


def get_package(actor: Actor, package_id: int) -> Package:
    """The package.

    Raises:
        SignInRequiredError: nobody is signed in.
        PackageNotFoundError: there is none, or the actor does not keep the archive of its body.
    """
    if actor.kind is ANONYMOUS.kind:
        raise SignInRequiredError
    package = Package.objects.select_related("content").filter(pk=package_id).first()
    if package is None or not actor.may(Right.ARCHIVE, package.organisation_id):
        raise PackageNotFoundError
    return package
