"""Where scoring is."""

from django.urls import path

from delegation.scoring import views

app_name = "scoring"
urlpatterns = [
    path("assess/", views.assess, name="assess"),
    path("assess/<uuid:pk>/<slug:criterion>/", views.card, name="card"),
    path("tasks/<uuid:pk>/ratings/", views.ratings, name="ratings"),
    path("tasks/<uuid:pk>/why/", views.why, name="why"),
    path("ranking/", views.ranking, name="ranking"),
    path("rubric/", views.rubric, name="rubric"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/<uuid:pk>/end/", views.campaign_end, name="campaign_end"),
]
