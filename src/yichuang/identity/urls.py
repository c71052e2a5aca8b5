from django.urls import path

from yichuang.identity.views import mandates, own, recovering, signing

app_name = "identity"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("register/", signing.register, name="register"),
    path("recover/", recovering.recover, name="recover"),
    path("recover/code/", recovering.recover_code, name="recover_code"),
    path("password/", own.change_password, name="change_password"),
    path("language/", own.choose_language, name="choose_language"),
    path("show/", own.show, name="show"),
    path("correct/", own.correct, name="correct"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/give/", mandates.give, name="give_mandate"),
    path("mandates/<int:mandate_id>/withdraw/", mandates.withdraw, name="withdraw_mandate"),
    path("act-for/", mandates.act_for, name="act_for"),
    path("", own.account, name="account"),
]
