"""Where streamlining is."""

from django.urls import path

from delegation.streamlining import views

app_name = "streamlining"
urlpatterns = [
    path("trials/", views.trials, name="trials"),
    path("trials/<uuid:pk>/", views.trial, name="trial"),
    path("trials/<uuid:pk>/missed/", views.missed, name="missed"),
    path("trials/<uuid:pk>/end/", views.end, name="end"),
    path("improvements/", views.improvements, name="improvements"),
    path("improvements/<uuid:pk>/done/", views.done, name="done"),
]
