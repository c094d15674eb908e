"""Where the demonstration is taken out."""

from django.urls import path

from delegation.management.demonstration import views

app_name = "demonstration"
urlpatterns = [path("demonstration/removal/", views.removal, name="removal")]
