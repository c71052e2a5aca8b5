"""The one page of intake: what is typed is saved as one types, files are sent one by one, and one button gives the receipt."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.errors import DraftSubmittedError
from yichuang.cases.queries import CaseView, DraftView, get_case_view, get_draft_view
from yichuang.cases.rules import Act, asked_fields, asked_materials
from yichuang.cases.services import attach_material, remove_material, save_draft
from yichuang.catalogue.rules import CaseType, Material
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import filled as filled_text
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import FileMissingError
from yichuang.staffdesk.forms.fields import PREFIX, in_language, necessity_of
from yichuang.staffdesk.forms.intake import PARTY, WORD, IntakeForm, read_intake
from yichuang.staffdesk.services import Intake, Known, Refusal, case_no_of, known_person, take_in
from yichuang.staffdesk.views.shown import Refused, label, page, term_text, whole

_TYPES = ".pdf,.jpg,.png,.docx,.xlsx,.ofd"
# Questions whose answer is the applicant's own name, number or phone, by data element.
_SAME = {
    "DE.PERSON.NAME": ("person", "name"),
    "DE.PERSON.ID_NO": ("person", "identity_no"),
    "DE.PERSON.PHONE": ("person", "phone"),
    "DE.ORG.NAME": ("enterprise", "name"),
    "DE.ORG.CREDIT_CODE": ("enterprise", "identity_no"),
    "DE.CONTACT.PHONE": ("", "phone"),
}


@desk(Right.RECEIVE, methods=BOTH)
def form(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Party, answers and materials on one page; sent, they are a case with its receipt, or saved for later."""
    draft = get_draft_view(actor, key)
    if draft.case_no:
        return redirect("staffdesk:case", case_no=draft.case_no)
    if request.method != "POST":
        return _form_page(request, actor, draft, IntakeForm(draft=draft))
    if "autosave" in request.POST:
        return _autosave(request, actor, draft)
    if "lookup" in request.POST:
        return _look_up(request, actor, draft)
    if "remove" in request.POST:
        return _without_file(request, actor, draft)
    return _taken(request, actor, draft)


@desk(Right.RECEIVE, methods=WRITE)
def upload(request: HttpRequest, actor: Actor, key: UUID, code: str) -> HttpResponse:
    """One file that was dropped or chosen stands in the draft; the answer is the draft's new revision.

    Raises:
        FileMissingError: nothing was sent.
    """
    for file in request.FILES.getlist(f"file-{code}"):
        attach_material(
            actor=actor,
            key=key,
            code=code,
            name=file.name or "",
            stream=file,  # type: ignore[arg-type]  # a file that was sent reads bytes
            declared_size=file.size,
        )
    if not request.FILES:
        raise FileMissingError
    return JsonResponse({"revision": get_draft_view(actor, key).revision})


@desk(Right.RECEIVE, methods=WRITE)
def person(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Whether the number is right, and what is known of whoever has it, for the empty fields of the page."""
    draft = get_draft_view(actor, key)
    known = known_person(actor=actor, draft=draft, party=read_intake(request, draft).party)
    answers = {f"{PREFIX}{name}": value for name, value in known.answers.items()}
    return JsonResponse(
        {
            "told": _words(known),
            "is_wrong": known.problem is not None,
            "fill": dict(known.fill),
            "answers": answers,
            "mark": gettext("From an earlier case or the account"),
        }
    )


def _taken(request: HttpRequest, actor: Actor, draft: DraftView) -> HttpResponse:
    filled = IntakeForm(request.POST, request.FILES, draft=draft)
    try:
        taken = take_in(
            actor=actor,
            draft=draft.key,
            intake=read_intake(request, draft),
            key=request.POST.get("key", "")[:36],
            is_received="receive" in request.POST,
        )
    except DraftSubmittedError:
        return redirect("staffdesk:case", case_no=case_no_of(actor, draft.key))
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        filled.refuse_all((Refusal(error),))
        return _form_page(request, actor, draft, filled, status_of(error))
    if taken.refusals:
        return _refused(request, actor, draft.key, taken.refusals)
    if "spot" in request.POST:
        url = reverse("staffdesk:intake_spot", args=[draft.key])
        return redirect(f"{url}?{WORD}=1" if WORD in request.POST else url)
    return _gone_on(request, actor, draft.key, taken.done.case_no if taken.done else "")


def _save(actor: Actor, draft: DraftView, intake: Intake) -> int:
    return save_draft(
        actor=actor,
        key=draft.key,
        revision=intake.revision,
        form=intake.form,
        party=intake.party,
        materials_at_window=intake.papers,
    )


def _autosave(request: HttpRequest, actor: Actor, draft: DraftView) -> HttpResponse:
    """What was typed is saved; the answer says what is asked for with these answers."""
    intake = read_intake(request, draft)
    revision = _save(actor, draft, intake)
    return JsonResponse({"revision": revision, "asked": " ".join(_asked(draft, intake.form))})


def _look_up(request: HttpRequest, actor: Actor, draft: DraftView) -> HttpResponse:
    """Without scripts: what is known of the person is filled in and saved, and the page shown again."""
    intake = read_intake(request, draft)
    known = known_person(actor=actor, draft=draft, party=intake.party)
    _save(actor, draft, known.completed(intake))
    (messages.error if known.problem else messages.success)(request, _words(known))
    return redirect("staffdesk:intake_form", key=draft.key)


def _without_file(request: HttpRequest, actor: Actor, draft: DraftView) -> HttpResponse:
    """What was typed is saved, and the file named as “code:id” stands no longer in the draft."""
    _save(actor, draft, read_intake(request, draft))
    code, _colon, upload_id = request.POST["remove"].rpartition(":")
    remove_material(actor=actor, key=draft.key, code=code, upload_id=whole(upload_id) or 0)
    return redirect(f"{reverse('staffdesk:intake_form', args=[draft.key])}#materials")


def _words(known: Known) -> str:
    if known.problem:
        return filled_text(known.problem.text, known.problem.details)
    if known.answers:
        return gettext(
            "The number is right and has an account: name, phone and {number} answers given before are filled in. Compare them with the card and ask whether they still hold."
        ).format(number=len(known.answers))
    if known.has_account:
        return gettext(
            "The number is right and has an account: name and phone are filled in. Compare them with the card."
        )
    return gettext("The number is right. No account has it.")


def _gone_on(request: HttpRequest, actor: Actor, key: UUID, case_no: str) -> HttpResponse:
    if not case_no:
        messages.success(request, gettext("Saved. Nothing is received yet."))
        return redirect("staffdesk:intake_form", key=key)
    told = gettext("Received under the number {case_no}. Print the receipt and hand it over.")
    messages.success(request, told.format(case_no=case_no))
    url = reverse("staffdesk:case", args=[case_no])
    return redirect(f"{url}?act={Act.REQUEST_CORRECTION.value}" if _lacks(get_case_view(actor, case_no)) else url)


def _lacks(view: CaseView) -> bool:
    return any(one.is_required and not one.is_given for one in view.materials)


def _refused(request: HttpRequest, actor: Actor, key: UUID, refusals: tuple[Refusal, ...]) -> HttpResponse:
    """The page again: what was typed is saved, so it goes on from the new revision."""
    draft = get_draft_view(actor, key)
    data = request.POST.copy()
    data["revision"] = str(draft.revision)
    filled = IntakeForm(data, draft=draft)
    filled.refuse_all(refusals)
    return _form_page(request, actor, draft, filled, status_of(refusals[0].error))


def _form_page(
    request: HttpRequest, actor: Actor, draft: DraftView, filled: IntakeForm, status: int = 200
) -> HttpResponse:
    content = draft.version.content
    asked = set(_asked(draft, read_intake(request, draft).form if filled.is_bound else draft.form))
    is_instant = content.case_type is CaseType.INSTANT
    context = {
        "draft": draft,
        "form": filled,
        "party": [filled[name] for name in PARTY],
        "groups": [
            (
                in_language(group.title, group.title_en),
                [
                    (filled[PREFIX + field.id], PREFIX + field.id in asked, " ".join(_SAME.get(field.element, ())))
                    for field in group.fields
                ],
            )
            for group in content.form
        ],
        "asked": " ".join(asked),
        "word": filled[WORD],
        "is_word_wanted": is_word_wanted(draft),
        "materials": [_material(filled, draft, material, asked) for material in filled.materials],
        "limit": term_text(content.promised_limit),
        "handling": label(content.case_type),
        "types": _TYPES,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "can_decide": is_instant and actor.may(Right.DECIDE_INSTANT, draft.version.organisation_id),
    }
    return page(request, "intake_form", context, Refused("intake", filled, status))


def is_word_wanted(draft: DraftView) -> bool:
    """Whether the applicant saw the draft on the second screen and has not confirmed it as it is now."""
    return draft.is_shown and draft.confirmed_at is None


def _asked(draft: DraftView, answers: object) -> list[str]:
    """The names of the questions and the codes of the materials that these answers lead to."""
    given = dict(answers) if isinstance(answers, dict) else dict(draft.form)
    content = draft.version.content
    fields = [PREFIX + field.id for field in asked_fields(content, given)]
    return [*fields, *(material.code for material in asked_materials(content, given))]


def _material(filled: IntakeForm, draft: DraftView, material: Material, asked: set[str]) -> dict[str, object]:
    return {
        "code": material.code,
        "name": in_language(material.name, material.name_en),
        "necessity": necessity_of(material),
        "note": material.standard,
        "paper": filled[f"paper-{material.code}"],
        "file": filled[f"file-{material.code}"],
        "uploads": draft.materials.get(material.code, ()),
        "is_asked": material.code in asked,
        "upload_url": reverse("staffdesk:intake_upload", args=[draft.key, material.code]),
    }
