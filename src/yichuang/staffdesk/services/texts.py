"""The standard wordings as texts that the centre keeps."""

from django.db import transaction

from yichuang.cases import services as cases
from yichuang.cases.queries import list_texts
from yichuang.core.actor import Actor
from yichuang.staffdesk.rules import STANDARD_TEXTS


@transaction.atomic
def seed_texts(*, actor: Actor) -> int:
    """The standard wordings are texts of the whole centre, except those whose title is there already; how many are new.

    Raises:
        RightMissingError, SignInRequiredError: the actor may not keep texts for the whole centre.
    """
    known = {(one.kind, one.title) for one in list_texts(actor, has_retired=True) if one.organisation_id is None}
    new = [(kind, text) for kind, texts in STANDARD_TEXTS.items() for text in texts if (kind, text) not in known]
    for kind, text in new:
        cases.save_text(actor=actor, organisation_id=None, kind=kind, title=text, text=text)
    return len(new)
