"""Where handback is."""

from django.urls import URLPattern

app_name = "handback"
urlpatterns: list[URLPattern] = []
