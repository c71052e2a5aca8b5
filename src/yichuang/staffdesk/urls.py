"""Addresses of the staffdesk pages."""

from django.urls import URLPattern

app_name = "staffdesk"
urlpatterns: list[URLPattern] = []
