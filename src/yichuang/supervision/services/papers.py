"""Papers of supervision: issued by the body of the supervisor's post, under its numbers."""

from django.conf import settings

from yichuang.core import clock
from yichuang.core.actor import PostHeld
from yichuang.documents.queries import PaperView
from yichuang.documents.rules import PaperData, PaperKind, Signatory
from yichuang.documents.services import issue_paper
from yichuang.organisations.queries import OrganisationView, find_organisation_by_name, get_organisation
from yichuang.supervision.errors import WordsMissingError
from yichuang.supervision.models import Signal
from yichuang.supervision.services.moving import Move

_BY_SYSTEM = "电子监察"


def issue_for(move: Move, kind: PaperKind, data: PaperData) -> PaperView:
    """The paper of the supervising body about the signal of the move, under the body's numbers."""
    issuer = _issuer(move.post)
    title = move.post.recorded_title if move.post else ""
    return issue_paper(
        kind=kind,
        subject=subject_of(move.signal),
        organisation_id=issuer.id,
        organisation_name=issuer.name,
        prefix=issuer.paper_prefix or issuer.short_name,
        data=data,
        issued_at=clock.now(),
        signatory=Signatory(
            move.actor.account_id, move.actor.name, title, f"岗位职权：{title}" if title else _BY_SYSTEM
        ),
    )


def subject_of(signal: Signal) -> str:
    """What its papers are about."""
    return f"signal:{signal.pk}"


def _issuer(post: PostHeld | None) -> OrganisationView:
    if post is not None:
        return get_organisation(post.organisation_id)
    found = find_organisation_by_name(settings.CENTRE_NAME)
    if found is None:
        raise WordsMissingError
    return found
