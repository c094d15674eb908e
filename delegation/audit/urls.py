"""Where the trail is."""

from django.urls import path

from delegation.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.trail, name="trail"),
    path("audit/verification/", views.verification, name="verification"),
]
