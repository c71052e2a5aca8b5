"""Printed guides for programs: the very file that the portal gives to the public."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from yichuang.portal.views.guide import guide_pdf

router = Router(tags=["items"])
_PDF = {
    "200": {
        "description": "The guide as PDF.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/{item_code}/guide.pdf", response={200: None}, openapi_extra={"responses": _PDF})
def item_guide_pdf(request: HttpRequest, item_code: str) -> HttpResponseBase:
    """The guide of an item to print, of the version that is public now."""
    return guide_pdf(request, item_code)
