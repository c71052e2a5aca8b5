"""Addresses of the gallery."""

from django.urls import path

from yichuang.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
