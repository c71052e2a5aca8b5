"""What a paper will say, before it is sealed. It has no number and no verification code, so nobody can use it as a paper."""

from collections.abc import Sequence

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import LAW_OF, Act
from yichuang.documents.rules import PaperKind
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import GrantForm, MissingForm, ReasonForm
from yichuang.staffdesk.views.shown import Preview, label, law_text

PREVIEWED = {
    Act.REQUEST_CORRECTION: PaperKind.ONE_TIME_NOTICE,
    Act.REFUSE: PaperKind.REFUSAL,
    Act.GRANT: PaperKind.DECISION_GRANTED,
    Act.DENY: PaperKind.DECISION_DENIED,
}
SEALED = frozenset({Act.REFUSE, Act.DENY})
"""Acts whose paper must be read before it is sealed."""


def preview(act: Act, view: CaseView, form: ActForm) -> Preview:
    """The paper that the act would issue with what stands in the (valid) form."""
    heading, lines = _substance(act, form)
    return Preview(
        title=label(PREVIEWED[act]),
        addressee=view.party.name,
        item=view.item_name,
        heading=heading,
        lines=tuple(lines),
        bases=tuple(f"《{one.law.strip('《》')}》{one.article}" for one in view.version.content.legal_bases),
        law=tuple(law_text(key) for key in LAW_OF[act]),
        tells_remedies=act in SEALED,
        must_confirm=act in SEALED,
    )


def _substance(act: Act, form: ActForm) -> tuple[str, Sequence[str]]:
    if isinstance(form, MissingForm):
        lines = [
            " → ".join(part for part in (f"{one.item}：{one.problem}", one.remedy) if part) for one in form.missing()
        ]
        return gettext("Everything that is missing or wrong"), lines
    if isinstance(form, ReasonForm):
        body = form.cleaned_data.get("proper_body", "")
        told = [gettext("Competent: {body}").format(body=body)] if body else []
        return gettext("Reasons"), [*form.reasons_given(), *told]
    conditions = form.conditions_given() if isinstance(form, GrantForm) else []
    return gettext("Conditions of the grant"), conditions or [gettext("None")]
