"""Where the ledger is."""

from django.urls import path

from delegation.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<uuid:pk>/booking/", views.booking, name="booking"),
]
