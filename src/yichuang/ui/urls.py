"""Addresses of the gallery and of the choice of display."""

from django.urls import path

from yichuang.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("upload/", views.gallery_upload, name="gallery_upload"),
    path("display/", views.choose_display, name="display"),
]
