"""Where the partner's window is."""

from django.urls import path

from portal import views

app_name = "portal"
_AMENDMENT = "agreements/<uuid:pk>/amendments/<uuid:amendment>/"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("done/", views.done, name="done"),
    path("runs/<uuid:pk>/", views.run, name="run"),
    path("runs/<uuid:pk>/pick-up/", views.pick_up, name="pick_up"),
    path("runs/<uuid:pk>/start/", views.start, name="start"),
    path("runs/<uuid:pk>/checks/<uuid:check>/", views.tick, name="tick"),
    path("runs/<uuid:pk>/question/", views.run_question, name="run_question"),
    path("runs/<uuid:pk>/resumption/", views.resumption, name="resumption"),
    path("runs/<uuid:pk>/time/", views.time, name="time"),
    path("runs/<uuid:pk>/submission/", views.submission, name="submission"),
    path("runs/<uuid:pk>/sending-home/", views.sending_home, name="sending_home"),
    path("runs/<uuid:pk>/putting-down/", views.putting_down, name="putting_down"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<uuid:pk>/", views.agreement, name="agreement"),
    path(f"{_AMENDMENT}signature/", views.amendment_signature, name="amendment_signature"),
    path(f"{_AMENDMENT}rejection/", views.amendment_rejection, name="amendment_rejection"),
    path("team/", views.team, name="team"),
    path("hours/", views.hours, name="hours"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("handoffs/", views.handoffs, name="handoffs"),
    path("handoffs/<uuid:pk>/", views.handoff, name="handoff"),
    path("handoffs/<uuid:pk>/acceptance/", views.acceptance, name="acceptance"),
    path("handoffs/<uuid:pk>/question/", views.question, name="question"),
    path("handoffs/<uuid:pk>/refusal/", views.refusal, name="refusal"),
    path("handoffs/<uuid:pk>/naming/", views.naming, name="naming"),
    path("handoffs/<uuid:pk>/releases/<uuid:competence>/", views.release, name="release"),
    path("handoffs/<uuid:pk>/steps/<uuid:step>/", views.step, name="step"),
    path("handoffs/<uuid:pk>/procedure/", views.procedure, name="procedure"),
    path("handoffs/<uuid:pk>/words/", views.words, name="words"),
    path("handoffs/<uuid:pk>/signature/", views.signature, name="signature"),
    path("handoffs/<uuid:pk>/suspension/", views.suspension, name="suspension"),
    path("handoffs/<uuid:pk>/handing-back/", views.handing_back, name="handing_back"),
    path("handoffs/<uuid:pk>/confirmation/", views.confirmation, name="confirmation"),
]
