from django.urls import path

from yichuang.identity import views

app_name = "identity"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("register/", views.register, name="register"),
    path("password/", views.change_password, name="change_password"),
    path("language/", views.choose_language, name="choose_language"),
    path("show/", views.show, name="show"),
    path("", views.account, name="account"),
]
