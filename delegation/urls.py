"""The table of contents: every address, in story order."""

from django.conf import settings
from django.urls import include, path

from delegation import views

ground = [
    path("health/", views.health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
client = [
    path("", views.today, name="today"),
]
partner: list[object] = []

urlpatterns = [*ground]
if settings.RELAY_SURFACE in {"client", "both"}:
    urlpatterns += client
if settings.RELAY_SURFACE in {"portal", "both"}:
    urlpatterns += partner
