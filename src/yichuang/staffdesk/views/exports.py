"""Items as files."""

from django.http import HttpRequest, HttpResponse

from yichuang.catalogue.queries import export_items
from yichuang.core.actor import Actor
from yichuang.core.rights import CATALOGUE_RIGHTS
from yichuang.core.tables import Format
from yichuang.staffdesk.access import desk, reach
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.views.shown import whole

_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


@desk(*CATALOGUE_RIGHTS)
def download(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The published items that the actor keeps (with `all=1` the last version of each) as a file that imports back.

    Raises:
        PageNotFoundError: not a kind of file that is made.
    """
    if kind not in {one.value for one in _TYPES}:
        raise PageNotFoundError
    reached, chosen = reach(actor, CATALOGUE_RIGHTS), whole(request.GET.get("organisation"))
    if reached is not None and chosen not in reached:
        chosen = min(reached)
    data = export_items(kind, organisation_id=chosen, is_published_only=request.GET.get("all") != "1")
    answer = HttpResponse(data, content_type=_TYPES[Format(kind)])
    answer["Content-Disposition"] = f'attachment; filename="items.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
