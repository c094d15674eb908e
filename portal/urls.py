"""Where the partner's window is."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("team/", views.team, name="team"),
    path("handoffs/", views.handoffs, name="handoffs"),
    path("handoffs/<uuid:pk>/", views.handoff, name="handoff"),
    path("handoffs/<uuid:pk>/acceptance/", views.acceptance, name="acceptance"),
    path("handoffs/<uuid:pk>/question/", views.question, name="question"),
    path("handoffs/<uuid:pk>/refusal/", views.refusal, name="refusal"),
    path("handoffs/<uuid:pk>/naming/", views.naming, name="naming"),
    path("handoffs/<uuid:pk>/releases/<uuid:competence>/", views.release, name="release"),
    path("handoffs/<uuid:pk>/steps/<uuid:step>/", views.step, name="step"),
    path("handoffs/<uuid:pk>/procedure/", views.procedure, name="procedure"),
    path("handoffs/<uuid:pk>/signature/", views.signature, name="signature"),
    path("handoffs/<uuid:pk>/suspension/", views.suspension, name="suspension"),
    path("handoffs/<uuid:pk>/handing-back/", views.handing_back, name="handing_back"),
    path("handoffs/<uuid:pk>/confirmation/", views.confirmation, name="confirmation"),
]
