"""The table of contents: every address, in story order."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from delegation import views

Addresses = list[URLPattern | URLResolver]

ground: Addresses = [
    path("health/", views.health, name="health"),
    path("", views.today, name="today"),  # at the portal's door it shows the way to the queue
    path("accounts/", include("allauth.urls")),
    path("", include("delegation.accounts.urls")),
    path("", include("delegation.notices.urls")),
]
client: Addresses = [
    path("jump/", views.jump, name="jump"),
    path("", include("inventory.urls")),
    path("", include("delegation.scoring.urls")),
    path("", include("delegation.approval.urls")),
    path("", include("delegation.streamlining.urls")),
    path("", include("delegation.agreement.urls")),
    path("", include("delegation.handoff.urls")),
    path("", include("delegation.tracking.urls")),
    path("", include("delegation.handback.urls")),
    path("", include("delegation.planning.urls")),
    path("", include("delegation.ledger.urls")),
    path("", include("delegation.reporting.urls")),
    path("", include("delegation.audit.urls")),
    path("", include("delegation.management.demonstration.urls")),
]
partner: Addresses = [
    path("portal/", include("portal.urls")),
]

urlpatterns: Addresses = [*ground]
if settings.RELAY_SURFACE in {"client", "both"}:
    urlpatterns += client
if settings.RELAY_SURFACE in {"portal", "both"}:
    urlpatterns += partner

handler400 = "delegation.views.bad_request"
handler403 = "delegation.views.forbidden"
handler404 = "delegation.views.not_found"
handler500 = "delegation.views.broken"
