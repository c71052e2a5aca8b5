from django.urls import path, register_converter
from django.urls.converters import StringConverter

from yichuang.portal.views import applying, cases, correcting, guide, home, public, starting


class ItemCodeConverter(StringConverter):
    """The code of an item: what cannot be one is no address of ours."""

    regex = "[A-Za-z0-9_.-]{1,64}"


register_converter(ItemCodeConverter, "item_code")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("services/", home.items, name="items"),
    path("services/<item_code:item_code>/", guide.item, name="item"),
    path("services/<item_code:item_code>/guide.pdf", guide.guide_pdf, name="guide_pdf"),
    path("apply/draft/<uuid:key>/", starting.resume, name="draft"),
    path("apply/draft/<uuid:key>/applicant/", applying.applicant, name="draft_applicant"),
    path("apply/draft/<uuid:key>/form-<int:number>/", applying.answers, name="draft_answers"),
    path("apply/draft/<uuid:key>/materials/", applying.materials, name="draft_materials"),
    path("apply/draft/<uuid:key>/check/", applying.check, name="draft_check"),
    path("apply/draft/<uuid:key>/discard/", starting.discard, name="draft_discard"),
    path("apply/draft/<uuid:key>/files/<int:upload_id>/", applying.draft_file, name="draft_file"),
    path("apply/<item_code:item_code>/", starting.start, name="apply"),
    path("cases/", cases.my_cases, name="cases"),
    path("cases/<str:case_no>/", cases.case, name="case"),
    path("cases/<str:case_no>/submitted/", cases.submitted, name="submitted"),
    path("cases/<str:case_no>/correct/", correcting.correct, name="correct"),
    path("cases/<str:case_no>/files/<int:upload_id>/", cases.case_file, name="case_file"),
    path("cases/<str:case_no>/papers/<int:paper_id>/", cases.paper, name="paper"),
    path("progress/", public.progress, name="progress"),
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>/", public.verified, name="verified"),
]
