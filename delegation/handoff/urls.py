"""Where handoff is."""

from django.urls import path

from delegation.handoff import views

app_name = "handoff"
_ONE = "handoffs/<uuid:pk>/"
urlpatterns = [
    path("handoffs/", views.handoffs, name="handoffs"),
    path("handoffs/preparation/", views.preparation, name="preparation"),
    path(_ONE, views.handoff, name="handoff"),
    path(f"{_ONE}packet/", views.packet, name="packet"),
    path(f"{_ONE}preview/", views.preview, name="preview"),
    path(f"{_ONE}terms/", views.terms, name="terms"),
    path(f"{_ONE}waivers/", views.waivers, name="waivers"),
    path(f"{_ONE}offer/", views.offer, name="offer"),
    path(f"{_ONE}withdrawal/", views.withdrawal, name="withdrawal"),
    path(f"{_ONE}transfer/", views.transfer, name="transfer"),
    path(f"{_ONE}transfer/<uuid:step>/", views.steps, name="steps"),
    path(f"{_ONE}signature/", views.signature, name="signature"),
    path(
        f"{_ONE}procedures/<uuid:procedure_version>/", views.procedure_signature, name="procedure_signature"
    ),
    path(f"{_ONE}opening/", views.opening, name="opening"),
    path(f"{_ONE}closing/", views.closing, name="closing"),
    path(f"{_ONE}reviews/", views.reviews, name="reviews"),
    path(f"{_ONE}suspension/", views.suspension, name="suspension"),
    path(f"{_ONE}resumption/", views.resumption, name="resumption"),
    path(f"{_ONE}continuation/", views.continuation, name="continuation"),
]
