"""Where notices are."""

from django.urls import path

from delegation.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:pk>/reading/", views.reading, name="reading"),
]
