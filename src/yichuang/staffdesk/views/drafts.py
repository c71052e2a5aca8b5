"""Writing a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.catalogue.queries import describe_version
from yichuang.catalogue.rules import ItemContent
from yichuang.catalogue.rules.rows import read_content
from yichuang.catalogue.services import save_draft
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, desk
from yichuang.staffdesk.forms.items import DraftForm
from yichuang.staffdesk.views.shown import Refused, page

_UNPROCESSABLE = 422


@desk(Right.EDIT_ITEMS, methods=BOTH)
def edit(request: HttpRequest, actor: Actor, version_id: int) -> HttpResponse:
    """The draft as boxes; sent, it is saved, unless somebody saved it meanwhile."""
    detail = describe_version(version_id)
    actor.require(Right.EDIT_ITEMS, detail.version.organisation_id)
    if request.method != "POST":
        form = DraftForm(content=detail.version.content, initial={"revision": detail.revision})
        return page(request, "draft", {"detail": detail, "version": detail.version, "form": form})
    form = DraftForm(request.POST)
    context = {"detail": detail, "version": detail.version, "form": form}
    if not form.is_valid():
        return page(request, "draft", context, Refused("draft", form, _UNPROCESSABLE))
    try:
        save_draft(actor=actor, version_id=version_id, content=_content(form), revision=form.cleaned_data["revision"])
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "draft", context, Refused("draft", form, status_of(error)))
    messages.success(request, gettext("The draft is saved."))
    return redirect("staffdesk:version", version_id=version_id)


def _content(form: DraftForm) -> ItemContent:
    return read_content(form.data_given())
