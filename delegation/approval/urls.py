"""Where approval is."""

from django.urls import path

from delegation.approval import views

app_name = "approval"
urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/decisions/", views.decisions, name="decisions"),
    path("proposals/<uuid:pk>/", views.proposal, name="proposal"),
    path("proposals/<uuid:pk>/decision/", views.decision, name="decision"),
    path("proposals/<uuid:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
]
