"""Where agreement is."""

from django.urls import path

from delegation.agreement import views

app_name = "agreement"
_ONE = "agreements/<uuid:pk>/"
_AMENDMENT = f"{_ONE}amendments/<uuid:amendment>/"
urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/draft/", views.draft, name="draft"),
    path(_ONE, views.agreement, name="agreement"),
    path(f"{_ONE}terms/", views.terms, name="terms"),
    path(f"{_ONE}scope/", views.scope, name="scope"),
    path(f"{_ONE}force/", views.force, name="force"),
    path(f"{_ONE}ending/", views.ending, name="ending"),
    path(f"{_ONE}amendments/", views.amendments, name="amendments"),
    path(f"{_AMENDMENT}proposal/", views.amendment_proposal, name="amendment_proposal"),
    path(f"{_AMENDMENT}signature/", views.amendment_signature, name="amendment_signature"),
    path(f"{_AMENDMENT}rejection/", views.amendment_rejection, name="amendment_rejection"),
    path(f"{_AMENDMENT}reopening/", views.amendment_reopening, name="amendment_reopening"),
]
