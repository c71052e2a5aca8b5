"""The API for programs: one router a context, every operation with its authentication, errors as problem+json.

`/v1/cases` holds the acts of signed-in persons; everything else is for other systems, which send their key.
"""

from yichuang.cases.api import applications
from yichuang.cases.api import router as cases
from yichuang.catalogue.api import router as items
from yichuang.config.api import problems
from yichuang.config.api.authentication import ClientKey, SignedIn, tell_standing
from yichuang.config.api.description import DescribedApi
from yichuang.config.api.guides import router as guides
from yichuang.config.api.repeats import once
from yichuang.documents.api import router as uploads
from yichuang.exchange.api import router as webhooks

PERSON, CLIENT = SignedIn(csrf=True), ClientKey()

api = DescribedApi(
    title="Yichuang",
    version="1",
    description=(
        "Services, applications and cases of a government service centre.\n\n"
        "Other systems send their key: `Authorization: Bearer yck_…`. `/api/v1/cases` is for programs that work for a "
        "signed-in person, with the session cookie and the header `X-CSRFToken`."
    ),
    urls_namespace="api",
    auth=PERSON,
    docs_url=None,
)
api.add_decorator(tell_standing, mode="view")
api.add_decorator(once, mode="operation")
api.add_router("/v1/items", guides, auth=CLIENT)
api.add_router("/v1/items", items, auth=CLIENT)
api.add_router("/v1/uploads", uploads, auth=CLIENT)
api.add_router("/v1/applications", applications, auth=CLIENT)
api.add_router("/v1/webhooks", webhooks, auth=CLIENT)
api.add_router("/v1/cases", cases, auth=PERSON)
problems.register(api)

__all__ = ["api"]
