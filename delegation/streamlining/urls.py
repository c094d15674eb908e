"""Where streamlining is."""

from django.urls import URLPattern

app_name = "streamlining"
urlpatterns: list[URLPattern] = []
