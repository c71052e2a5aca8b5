from django.urls import path, register_converter
from django.urls.converters import StringConverter

from yichuang.portal.views import (
    applying,
    cases,
    consultations,
    correcting,
    guide,
    home,
    messages,
    notices,
    own_acts,
    personal,
    preview,
    public,
    rating,
    receipt,
    starting,
    supplying,
    uploading,
    wishing,
)


class ItemCodeConverter(StringConverter):
    """The code of an item: what cannot be one is no address of ours."""

    regex = "[A-Za-z0-9_.-]{1,64}"


register_converter(ItemCodeConverter, "item_code")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("services/", home.items, name="items"),
    path("services/suggest", home.suggest, name="suggest"),
    path("services/<item_code:item_code>/", guide.item, name="item"),
    path("services/<item_code:item_code>/check/", guide.check, name="check"),
    path("services/<item_code:item_code>/guide.pdf", guide.guide_pdf, name="guide_pdf"),
    path("services/<item_code:item_code>/form.pdf", guide.form_pdf, name="form_pdf"),
    path("services/<item_code:item_code>/sample.pdf", guide.form_pdf, {"is_sample": True}, name="sample_pdf"),
    path("services/<item_code:item_code>/files/<int:upload_id>/", guide.item_file, name="item_file"),
    path("apply/draft/<uuid:key>/", starting.resume, name="draft"),
    path("apply/draft/<uuid:key>/applicant/", applying.applicant, name="draft_applicant"),
    path("apply/draft/<uuid:key>/about/", wishing.about, name="draft_about"),
    path("apply/draft/<uuid:key>/commitment/", wishing.commitment, name="draft_commitment"),
    path("apply/draft/<uuid:key>/form-<int:number>/", applying.answers, name="draft_answers"),
    path("apply/draft/<uuid:key>/materials/", uploading.materials, name="draft_materials"),
    path("apply/draft/<uuid:key>/check/", applying.check, name="draft_check"),
    path("apply/draft/<uuid:key>/renew/", starting.renew, name="draft_renew"),
    path("apply/draft/<uuid:key>/renewed/", starting.renewed, name="draft_renewed"),
    path("apply/draft/<uuid:key>/discard/", starting.discard, name="draft_discard"),
    path("apply/draft/<uuid:key>/files/<int:upload_id>/", uploading.draft_file, name="draft_file"),
    path("apply/<item_code:item_code>/", starting.start, name="apply"),
    path("cases/", cases.my_cases, name="cases"),
    path("cases/<str:case_no>/", cases.case, name="case"),
    path("cases/<str:case_no>/submitted/", receipt.submitted, name="submitted"),
    path("cases/<str:case_no>/correct/", correcting.correct, name="correct"),
    path("cases/<str:case_no>/correct/files/<int:upload_id>/", correcting.correction_file, name="correction_file"),
    path("cases/<str:case_no>/corrected/", correcting.corrected, name="corrected"),
    path("cases/<str:case_no>/withdraw/", own_acts.withdraw, name="withdraw"),
    path("cases/<str:case_no>/hearing/", own_acts.hearing, name="ask_hearing"),
    path("cases/<str:case_no>/supply/", supplying.supply, name="supply"),
    path("cases/<str:case_no>/files/<int:upload_id>/", cases.case_file, name="case_file"),
    path("cases/<str:case_no>/papers/<int:paper_id>/", cases.paper, name="paper"),
    path("cases/<str:case_no>/messages/write/", messages.write, name="write"),
    path("cases/<str:case_no>/rate/", rating.rate, name="rate"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("personal/", personal.personal, name="personal"),
    path("personal/export/", personal.export, name="personal_export"),
    path("ask/", consultations.consultations, name="consultations"),
    path("ask/new/", consultations.ask, name="ask"),
    path("ask/received/", consultations.asked, name="asked"),
    path("ask/follow/", consultations.follow, name="consultation"),
    path("ask/mine/", consultations.mine, name="my_questions"),
    path("ask/mine/<str:number>/", consultations.question, name="question"),
    path("ask/answers/<str:number>/", consultations.answer, name="answer"),
    path("preview/<int:version_id>/", preview.preview, name="preview"),
    path("preview/<int:version_id>/files/<int:upload_id>/", preview.preview_file, name="preview_file"),
    path("progress/", public.progress, name="progress"),
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>/", public.verified, name="verified"),
    path("about/", public.about, name="about"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
]
