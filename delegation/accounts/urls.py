"""Where people and seats are."""

from django.urls import path

from delegation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("seats/", views.seats, name="seats"),
    path("people/", views.people, name="people"),
    path("people/invitations/", views.invitations, name="invitations"),
    path("people/invitations/<uuid:pk>/withdrawal/", views.withdrawn_invitation, name="withdrawn_invitation"),
    path("people/invitations/<uuid:pk>/renewal/", views.renewed_invitation, name="renewed_invitation"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/absences/", views.absences, name="absences"),
    path("people/<uuid:pk>/absences/<uuid:absence>/withdrawal/", views.absence, name="absence"),
    path("people/<uuid:pk>/role/", views.role, name="role"),
    path("people/<uuid:pk>/ending/", views.ending, name="ending"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("settings/", views.settings, name="settings"),
    path("settings/organisation/", views.organisation, name="organisation"),
]
