"""The guide of a service, as a page and on paper, with its forms and the pre-check."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.queries import hindrance_of
from yichuang.catalogue.queries import VersionView, followers_of, guide_of, producers_of
from yichuang.catalogue.rules import ATTACHMENT_SUBJECT
from yichuang.documents.queries import get_upload, open_upload
from yichuang.documents.rules import PrintLanguage
from yichuang.identity.access import actor_for_request
from yichuang.organisations.queries import get_organisation, windows_for_item
from yichuang.portal.forms import CheckForm
from yichuang.portal.guide_page import guide_page
from yichuang.portal.guides import guide_data, guide_file, has_sample, sheet_data, sheet_file
from yichuang.portal.handled import followed_codes
from yichuang.portal.views.common import GONE, OK, UNPROCESSABLE, pdf_file, upload_file
from yichuang.portal.words import is_english, local
from yichuang.ui.parts import Crumb


@require_safe
def item(request: HttpRequest, item_code: str) -> HttpResponse:
    """Everything the public may know of a service; of a cancelled one, that it is cancelled (410). Law: ALL 30."""
    guide = guide_of(item_code)
    version = guide.version
    context: dict[str, object] = {
        "version": version,
        "content": version.content,
        "organisation": get_organisation(version.organisation_id),
        "crumbs": _crumbs(version),
        "guide": guide,
    }
    if guide.is_cancelled:
        return render(request, "portal/item_cancelled.html", context, status=GONE)
    needed = [one.certificate_code for one in version.content.certificates_needed]
    windows, producers = windows_for_item(version.organisation_id), producers_of(needed)
    followers = followers_of(followed_codes(version.content))
    context["page"] = page = guide_page(guide, windows, producers, followers)
    key = (version.id, get_language(), windows, tuple(sorted(producers.items())), followers)
    context["hindrance"] = hindrance_of(actor_for_request(request), version, is_open=guide.is_open)
    context["sections"] = _sections(key, {"content": version.content, "version": version, "page": page})
    return render(request, "portal/item.html", context)


@require_safe
def guide_pdf(request: HttpRequest, item_code: str) -> HttpResponseBase:
    """The guide on paper, of the version shown now: in English for a reader of English where the item has it."""
    version = guide_of(item_code).version
    data = guide_data(
        version,
        organisation_name=get_organisation(version.organisation_id).name,
        address=reverse("portal:item", args=[item_code]),
        windows=windows_for_item(version.organisation_id),
        producers=producers_of(one.certificate_code for one in version.content.certificates_needed),
        followers=followers_of(followed_codes(version.content)),
        tongue=_tongue(version),
    )
    kind = gettext("Guide")
    return pdf_file(guide_file(data), f"{data.item_name}-{kind}")


@require_safe
def form_pdf(request: HttpRequest, item_code: str, *, is_sample: bool = False) -> HttpResponseBase:
    """The form of the item to fill in by hand, or a sample of it."""
    version = guide_of(item_code).version
    if not version.content.form or (is_sample and not has_sample(version.content)):
        raise Http404
    data = sheet_data(
        version,
        organisation_name=get_organisation(version.organisation_id).name,
        address=reverse("portal:item", args=[item_code]),
        is_sample=is_sample,
        tongue=_tongue(version),
    )
    kind = gettext("Sample form") if is_sample else gettext("Blank form")
    return pdf_file(sheet_file(data), f"{data.item_name}-{kind}")


@require_safe
def item_file(request: HttpRequest, item_code: str, upload_id: int) -> HttpResponseBase:
    """A form that the version shown now names, and nothing else that was ever handed in."""
    named = {one.upload_id for one in guide_of(item_code).version.content.attachments}
    if upload_id not in named or get_upload(upload_id).subject != ATTACHMENT_SUBJECT:
        raise Http404
    return upload_file(open_upload(upload_id))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, item_code: str) -> HttpResponse:
    """Whether to apply, by a few questions; what is answered is neither kept nor written into an address."""
    guide = guide_of(item_code)
    version = guide.version
    needed = [one.certificate_code for one in version.content.certificates_needed]
    form = CheckForm(version.content, producers_of(needed), request.POST if request.method == "POST" else None)
    if guide.is_cancelled or not form.fields:
        raise Http404
    is_answered = form.is_valid()
    context = {
        "version": version,
        "content": version.content,
        "guide": guide,
        "form": form,
        "fields": list(form),
        "outcome": form.outcome() if is_answered else None,
        "crumbs": [*_crumbs(version, is_last=False), Crumb(gettext("Can I apply?"))],
    }
    status = UNPROCESSABLE if form.is_bound and not is_answered else OK
    return render(request, "portal/check.html", context, status=status)


def _sections(key: Hashable, context: Mapping[str, object]) -> SafeString:
    """The parts of a guide as drawn; kept, since published content does not change: `key` is all they depend on."""
    drawn = _drawn.get(key)
    if drawn is None:
        version = context["version"]
        url = reverse("portal:item", args=[version.item_code]) if isinstance(version, VersionView) else ""
        share = {"share_url": f"{settings.PUBLIC_BASE_URL.rstrip('/')}{url}", "pdf_url": f"{url}guide.pdf"}
        drawn = render_to_string("portal/guide/sections.html", {**context, **share})
        with _drawing:
            _drawn[key] = drawn
            if len(_drawn) > _MOST_DRAWN:
                _drawn.popitem(last=False)
    return drawn


_drawn: "OrderedDict[Hashable, SafeString]" = OrderedDict()
_drawing = Lock()
_MOST_DRAWN = 200


def _tongue(version: VersionView) -> PrintLanguage:
    is_wanted = is_english() and version.content.has_english
    return PrintLanguage.ENGLISH if is_wanted else PrintLanguage.CHINESE


def _crumbs(version: VersionView, *, is_last: bool = True) -> list[Crumb]:
    url = "" if is_last else reverse("portal:item", args=[version.item_code])
    return [
        Crumb(gettext("Home"), "/"),
        Crumb(gettext("Find a service"), reverse("portal:items")),
        Crumb(local(version.content, "name"), url),
    ]
