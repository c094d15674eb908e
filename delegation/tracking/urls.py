"""Where tracking is."""

from django.urls import path

from delegation.tracking import views

app_name = "tracking"
urlpatterns = [
    path("handoffs/<uuid:pk>/runs/", views.runs, name="runs"),
    path("handoffs/<uuid:pk>/runs/order/", views.order, name="order"),
    path("handoffs/<uuid:pk>/words/", views.words, name="words"),
    path("runs/<uuid:pk>/", views.run, name="run"),
    path("runs/<uuid:pk>/answer/", views.answer, name="answer"),
    path("runs/<uuid:pk>/approval/", views.approval, name="approval"),
    path("runs/<uuid:pk>/rework/", views.rework, name="rework"),
    path("runs/<uuid:pk>/cancellation/", views.cancellation, name="cancellation"),
]
