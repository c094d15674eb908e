"""Where the partner's window is."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.queue, name="queue"),
]
