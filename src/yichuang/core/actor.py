"""Who acts, in which posts, with which rights."""

from dataclasses import dataclass, field
from enum import StrEnum

from yichuang.core.errors import ForbiddenError, gettext_noop
from yichuang.core.rights import Right


class ActorKind(StrEnum):
    """Whose hand it is."""

    ANONYMOUS = "anonymous"
    APPLICANT = "applicant"
    STAFF = "staff"
    SYSTEM = "system"


class Scope(StrEnum):
    """How far the rights of a post reach."""

    ORGANISATION = "organisation"
    CENTRE = "centre"


class SignInRequiredError(ForbiddenError):
    """Nobody is signed in."""

    code = "core.sign_in_required"
    text = gettext_noop("Please sign in first.")


class RightMissingError(ForbiddenError):
    """No post that the actor holds today gives the right there."""

    code = "core.right_missing"
    text = gettext_noop("None of the posts you hold today allows this: {right}.")


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post held on the day of the act and what it allows."""

    post_id: int
    title: str
    organisation_id: int
    organisation_name: str
    window_id: int | None
    scope: Scope
    rights: frozenset[str]

    def reaches(self, organisation_id: int | None) -> bool:
        """Whether the post's rights hold for that organisation (None: for any at all)."""
        return organisation_id is None or self.scope is Scope.CENTRE or self.organisation_id == organisation_id


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) at the moment of an act."""

    account_id: int | None
    name: str
    kind: ActorKind
    posts: tuple[PostHeld, ...] = field(default=())

    def post_for(self, right: Right, organisation_id: int | None = None) -> PostHeld | None:
        """The post that allows it there; one of the organisation itself before one of the centre."""
        able = [post for post in self.posts if right in post.rights and post.reaches(organisation_id)]
        return min(able, key=lambda post: post.organisation_id != organisation_id, default=None)

    def may(self, right: Right, organisation_id: int | None = None) -> bool:
        """Whether the actor holds the right there today."""
        return self.kind is ActorKind.SYSTEM or self.post_for(right, organisation_id) is not None

    def require(self, right: Right, organisation_id: int | None = None) -> PostHeld | None:
        """The post that allows it, None for the system itself.

        Raises:
            SignInRequiredError: nobody is signed in.
            RightMissingError: no post held today gives the right there.
        """
        if self.kind is ActorKind.SYSTEM:
            return None
        if self.kind is ActorKind.ANONYMOUS:
            raise SignInRequiredError
        post = self.post_for(right, organisation_id)
        if post is None:
            raise RightMissingError(right=right)
        return post

    def organisations_for(self, right: Right) -> frozenset[int] | None:
        """Ids of the organisations where the right is held; None means everywhere."""
        if self.kind is ActorKind.SYSTEM:
            return None
        able = [post for post in self.posts if right in post.rights]
        if any(post.scope is Scope.CENTRE for post in able):
            return None
        return frozenset(post.organisation_id for post in able)


SYSTEM = Actor(account_id=None, name="system", kind=ActorKind.SYSTEM)
ANONYMOUS = Actor(account_id=None, name="", kind=ActorKind.ANONYMOUS)
