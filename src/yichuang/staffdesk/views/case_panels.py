"""The acts on a case as panels of its page: one for each act that is possible for the actor now."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, MaterialView, kept_correction, list_texts
from yichuang.cases.rules import Act, LineKind, State, notice_lines
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.rights import Right
from yichuang.staffdesk.forms.base import ActForm, EmptyForm
from yichuang.staffdesk.forms.cases import FORMS, PlainActForm
from yichuang.staffdesk.forms.correcting import CorrectForm
from yichuang.staffdesk.forms.missing import MissingForm, Named
from yichuang.staffdesk.rules import STANDARD_TEXTS, Wordings, wordings
from yichuang.staffdesk.views.case_parts import prepared_of
from yichuang.staffdesk.views.paper_preview import must_read
from yichuang.staffdesk.views.shown import Panel, Refused, counted, label, term_text

ON_THE_SPOT = "on_the_spot"
UNMASK = "unmask"
# Forms of the page that are no panels among the acts.
BESIDE = frozenset({UNMASK, "take", "give_back", "hand_over", "note", "say"})
_TEMPLATES = {
    Act.CORRECT: "staffdesk/parts/correct_fields.html",
}
_KINDS = {Act.REFUSE: "danger", Act.DENY: "danger", Act.REQUEST_CORRECTION: "secondary"}
# The act that mostly comes next stands first and open.
_FIRST = (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER, Act.ARCHIVE, Act.CORRECT)
_WITH_TEXTS = frozenset({Act.REQUEST_CORRECTION, Act.REFUSE, Act.REVIEW, Act.DENY})
_NOT_HANDED_IN = ("未提交", "补交原件")
_FILES = (gettext_noop("{number} file"), gettext_noop("{number} files"))


def panels(actor: Actor, view: CaseView, refused: Refused | None = None, *, opens: str = "") -> list[Panel]:
    """The acts that are possible for the actor now, each with its form; a refused one with what was typed.

    `opens` names the act whose panel is unfolded instead of the usual one.
    """
    possible = [act for act in view.possible if act in FORMS]
    possible.sort(key=lambda act: _FIRST.index(act) if act in _FIRST else len(_FIRST))
    about_act = refused if refused and refused.name not in BESIDE else None
    texts = texts_for(actor, view, possible)
    first = opens if opens in {act.value for act in possible} else (possible[0].value if possible else "")
    found = [_panel(actor, act, view, about_act, texts, is_first=act.value == first) for act in possible]
    if can_decide_now(actor, view):
        found.insert(0, _spot_panel(view, about_act))
    if about_act and about_act.name not in {panel.name for panel in found}:
        found.insert(0, _stale_panel(view, about_act))
    return found


def texts_for(actor: Actor, view: CaseView, acts: list[Act]) -> Wordings:
    """The texts to pick for these acts; nothing is read where none of them needs any."""
    if not _WITH_TEXTS.intersection(acts):
        return STANDARD_TEXTS
    return wordings((one.kind, one.text) for one in list_texts(actor, None, view.organisation_id))


def act_form(actor: Actor, act: Act, view: CaseView, texts: Wordings, request: HttpRequest | None = None) -> ActForm:
    """The form of an act: empty, or with what was sent."""
    data, files = (request.POST, request.FILES) if request else (None, None)
    if act is Act.REQUEST_CORRECTION:
        return MissingForm(data, names=_checklist(view), texts=texts, initial=_not_given(view), ident=act.value)
    if act is Act.CORRECT:
        content, kept = view.version.content, kept_correction(actor, view.case_no)
        wanted = _wanted(view) | set(kept.papers if kept else ())
        prepared = prepared_of(content, kept) if kept else None
        return CorrectForm(data, files, content=content, wanted=wanted, prepared=prepared, ident=act.value)
    if act in _WITH_TEXTS:
        return FORMS[act](data, texts=texts, ident=act.value)
    return FORMS[act](data, ident=act.value)


def _checklist(view: CaseView) -> list[Named]:
    """What the notice may speak of: the materials that these answers ask for, then the answers themselves."""
    materials = [Named(material.name, _how_given(material)) for material in _asked(view)]
    return materials + [Named(answer.label, answer.value, is_answer=True) for answer in view.answers]


def _asked(view: CaseView) -> list[MaterialView]:
    return [material for material in view.materials if not (material.is_shared or material.is_made)]


def _how_given(material: MaterialView) -> str:
    if material.uploads:
        return counted(len(material.uploads), *_FILES)
    return gettext("on paper") if material.is_given else gettext("not handed in")


def can_decide_now(actor: Actor, view: CaseView) -> bool:
    """Whether the actor may accept the case and decide it at once."""
    is_ready = view.case_type is CaseType.INSTANT and view.state is State.RECEIVED
    return is_ready and Act.ACCEPT in view.possible and actor.may(Right.DECIDE_INSTANT, view.organisation_id)


def _not_given(view: CaseView) -> dict[str, list[str]]:
    """The lines of the notice for what must be handed in and was not."""
    problem, remedy = _NOT_HANDED_IN
    found: dict[str, list[str]] = {}
    for at, material in enumerate(_asked(view)):
        if material.is_required and not material.is_given:
            found |= {f"reasons-{at}": [problem], f"wants-{at}": [remedy]}
    return found


def _wanted(view: CaseView) -> set[str]:
    """The questions and materials of which the notice speaks."""
    missing = next((row.details.get("missing") for row in view.ledger if row.act is Act.REQUEST_CORRECTION), None)
    lines = notice_lines(view.version.content, missing if isinstance(missing, list) else [])
    return {line.code for line in lines if line.kind is not LineKind.OTHER}


def _panel(
    actor: Actor, act: Act, view: CaseView, refused: Refused | None, texts: Wordings, *, is_first: bool
) -> Panel:
    form = refused.form if refused is not None and refused.name == act.value else None
    has_page = act is Act.REQUEST_CORRECTION
    return Panel(
        name=act.value,
        title=label(act),
        url=_url(view, act.value),
        form=EmptyForm() if has_page else form or act_form(actor, act, view, texts),
        button=gettext("List what is missing") if has_page else _button(act, view),
        kind=_KINDS.get(act, "primary"),
        text=_told(act, view),
        is_open=form is not None or (is_first and refused is None),
        template=_TEMPLATES.get(act, ""),
        has_page=has_page,
    )


def _button(act: Act, view: CaseView) -> str:
    """What the button says; a paper that is hard to take back is read once more first."""
    return gettext("Check the paper first") if must_read(act, view) else label(act)


def _spot_panel(view: CaseView, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == ON_THE_SPOT
    return Panel(
        name=ON_THE_SPOT,
        title=gettext("Accept and grant on the spot"),
        url=_url(view, ON_THE_SPOT),
        form=refused.form if refused is not None and is_refused else PlainActForm(ident=ON_THE_SPOT),
        button=gettext("Accept and grant on the spot"),
        text=gettext(
            "Two acts, each with its ledger row and its paper: acceptance, then the decision that grants. What is refused stops it there."
        ),
        is_open=True,
    )


def _stale_panel(view: CaseView, refused: Refused) -> Panel:
    """An act that is not possible (any more): why, with what was typed."""
    title = gettext("Accept and grant on the spot") if refused.name == ON_THE_SPOT else label(Act(refused.name))
    return Panel(
        name=refused.name,
        title=title,
        url=_url(view, refused.name),
        form=refused.form,
        button=gettext("Try again"),
        kind="secondary",
        is_open=True,
        template=_TEMPLATES.get(Act(refused.name), "") if refused.name != ON_THE_SPOT else "",
    )


def _url(view: CaseView, name: str) -> str:
    return reverse("staffdesk:act", args=[view.case_no, name])


def _told(act: Act, view: CaseView) -> str:
    """What the act brings about, where that is not plain."""
    content = view.version.content
    if act is Act.RECEIVE:
        return gettext("The receipt is issued, and the five working days run in which everything missing must be told.")
    if act is Act.ACCEPT:
        limit = term_text(content.promised_limit or content.statutory_limit)
        return gettext("The notice of acceptance is issued, and the limit runs: {limit}.").format(limit=limit or "–")
    if act is Act.REQUEST_CORRECTION:
        return gettext(
            "The law allows one notice, so it must list everything. Fill in only the lines where something is wrong."
        )
    if act is Act.CORRECT:
        return gettext("Fill in only what the applicant corrects; what is left empty stays as it was.")
    return ""
