from django.urls import URLPattern, path

from yichuang.screens import views

app_name = "screens"
urlpatterns: list[URLPattern] = [
    path("", views.show, name="show"),
    path("state/", views.state, name="state"),
    path("confirm/", views.confirm, name="confirm"),
    path("wrong/", views.wrong, name="wrong"),
    path("rate/", views.rate, name="rate"),
    path("skip/", views.skip, name="skip"),
    path("stay/", views.stay, name="stay"),
    path("language/", views.language, name="language"),
]
