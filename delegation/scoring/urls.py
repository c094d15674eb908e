"""Where scoring is."""

from django.urls import path

from delegation.scoring import views

app_name = "scoring"
urlpatterns = [
    path("assess/", views.assess, name="assess"),
    path("tasks/<uuid:pk>/ratings/", views.ratings, name="ratings"),
    path("ranking/", views.ranking, name="ranking"),
]
