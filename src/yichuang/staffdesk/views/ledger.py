"""The check of the ledger."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from yichuang.cases.queries import list_ledger
from yichuang.cases.services import LedgerReport, verify_ledger
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.identifiers import normalised
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, desk
from yichuang.staffdesk.forms.ledger import LedgerForm
from yichuang.staffdesk.views.shown import Refused, label, page
from yichuang.ui.parts import Column, Figure, Row, Tone

_UNPROCESSABLE = 422


@desk(Right.VERIFY_LEDGER, methods=BOTH)
def verify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every row of one case or of all is checked; what does not hold is named. Nothing is changed by it."""
    form = LedgerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "ledger", {"form": form})
    if not form.is_valid():
        return page(request, "ledger", {"form": form}, Refused("ledger", form, _UNPROCESSABLE))
    case_no = normalised(form.cleaned_data["case_no"])
    try:
        if case_no:
            list_ledger(actor, case_no)
        report = verify_ledger(actor=actor, case_no=case_no or None)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "ledger", {"form": form}, Refused("ledger", form, status_of(error)))
    return page(request, "ledger", {"form": form, **_shown(report)})


def _shown(report: LedgerReport) -> dict[str, object]:
    broken = len(report.broken)
    return {
        "report": report,
        "figures": [
            Figure(gettext("Cases"), report.cases),
            Figure(gettext("Rows"), report.rows),
            Figure(gettext("Breaches"), broken, Tone.BAD if broken else Tone.GOOD),
        ],
        "columns": [Column(name) for name in (gettext("Case number"), gettext("Row"), gettext("What does not fit"))],
        "rows": [Row((one.case_no, one.seq or "–", label(one.kind))) for one in report.broken],
    }
