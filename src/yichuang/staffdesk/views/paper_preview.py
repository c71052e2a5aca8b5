"""What an act would bring about, read before it is done: its papers, and where the case stands then.

The act was rehearsed, so that everything said here is what the services themselves made of it. A paper shown so has no number and
no verification code; nobody can use it as a paper.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, policy
from yichuang.cases.rules import Act, DeliveryMethod
from yichuang.cases.services import Missing
from yichuang.catalogue.rules import CaseType
from yichuang.documents.rules import PaperKind, cited
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import DeliverForm
from yichuang.staffdesk.forms.missing import MissingForm
from yichuang.staffdesk.forms.procedures import StopForm
from yichuang.staffdesk.services import Rehearsed
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.paper_facts import BESIDE, facts_of, heading_of
from yichuang.staffdesk.views.shown import label, law_texts, who_else
from yichuang.ui.parts import Definition

_TELLS_REMEDIES = frozenset(
    {
        PaperKind.REFUSAL,
        PaperKind.DECISION_DENIED,
        PaperKind.CLOSURE,
        PaperKind.REVOCATION,
        PaperKind.RECALL,
        PaperKind.CANCELLATION,
    }
)
_INSTANTLY = frozenset({Act.ACCEPT, Act.GRANT})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The substance of one paper, or of what the ledger will say where no paper comes of the act."""

    title: str
    addressee: str
    heading: str
    lines: tuple[str, ...]
    problems: tuple[Missing, ...] = ()
    facts: tuple[Definition, ...] = ()
    law: tuple[str, ...] = ()
    tells_remedies: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The papers of an act, what follows from it, and what the reader should know. The applicant is masked as on the page."""

    item: str
    sheets: tuple[Sheet, ...]
    has_papers: bool
    after: tuple[Definition, ...]
    warnings: tuple[str, ...]


def must_read(act: Act, view: CaseView, form: ActForm) -> bool:
    """Whether the act is read once more before it is done: not where an item is decided on the spot in the applicant's favour."""
    is_instant = view.case_type is CaseType.INSTANT and act in _INSTANTLY
    return (DESK_ACTS[act].paper is not None and not is_instant) or form.is_weighty


def button_of(act: Act, view: CaseView, form: ActForm) -> str:
    """What the button of an act says; what is read once more first is not done by it."""
    if not must_read(act, view, form):
        return label(act)
    return gettext("Check the paper first") if DESK_ACTS[act].paper else gettext("Check it first")


def preview(act: Act, view: CaseView, form: ActForm, tried: Rehearsed) -> Preview:
    """What the act does with what stands in the (valid) form, as it was `tried`."""
    kinds = [paper.kind for paper in tried.view.papers if paper.id in tried.done.papers]
    beside = [kind for kind in kinds if kind in BESIDE and kind is not DESK_ACTS[act].paper]
    own = [kind for kind in kinds if kind not in beside]
    return Preview(
        item=view.item_name,
        sheets=(
            *(_beside(kind, view, form, tried) for kind in beside),
            *(_own(act, kind, view, form, tried) for kind in own or (None,)),
        ),
        has_papers=bool(kinds),
        after=tuple(_after(view, tried.view)),
        warnings=tuple(_warnings(form)),
    )


def _own(act: Act, kind: PaperKind | None, view: CaseView, form: ActForm, tried: Rehearsed) -> Sheet:
    """The paper that the act is known by."""
    heading, lines = heading_of(act, form, tried)
    bases = tuple(f"《{one.law.strip('《》')}》{one.article}" for one in view.version.content.legal_bases)
    return Sheet(
        title=label(kind or act),
        addressee=view.version.content.handling.upper_body if act is Act.SEND_UP else view.party.name,
        heading=heading,
        lines=tuple(lines),
        problems=tuple(form.missing()) if isinstance(form, MissingForm) else (),
        facts=tuple(facts_of(act, view, form, tried)),
        law=(*law_texts(one for one in tried.view.ledger[-1].law if cited([one])), *(bases if kind else ())),
        tells_remedies=kind in _TELLS_REMEDIES and act is not Act.WITHDRAW,
    )


def _beside(kind: PaperKind, view: CaseView, form: ActForm, tried: Rehearsed) -> Sheet:
    """A paper that the act issues besides the one it is known by."""
    heading, lines = BESIDE[kind](form, tried)
    return Sheet(label(kind), view.party.name, heading, tuple(lines))


def _after(before: CaseView, after: CaseView) -> list[Definition]:
    """Where the case stands then, who must do what next, and by when."""
    changed = label(after.state) if after.state is before.state else f"{label(before.state)} → {label(after.state)}"
    told = [Definition(gettext("State"), changed)]
    if before.standing.value and after.standing is not before.standing:
        standing = f"{label(before.standing)} → {label(after.standing)}"
        told.append(Definition(gettext("What was granted"), standing))
    told.append(Definition(gettext("Next"), label(after.duty.code), note=who_else(after.duty)))
    if after.duty.due_on is not None:
        told.append(Definition(gettext("Due"), after.duty.due_on.isoformat()))
    if len(after.papers) > len(before.papers):
        notice = gettext("The applicant is told at once, and finds the paper under the case.")
        told.append(Definition(gettext("Applicant"), notice))
    return told


def _warnings(form: ActForm) -> list[str]:
    """What the reader should know before it is done."""
    if isinstance(form, StopForm) and not policy().clocks_of(form.chosen):
        return [gettext("The clocks run on meanwhile: the time of this procedure is counted here.")]
    if isinstance(form, DeliverForm) and form.without_file and form.chosen is DeliveryMethod.ELECTRONIC:
        told = gettext("There is no file of “{name}”: electronically the applicant gets the decision only.")
        return [told.format(name=form.without_file)]
    return []
