"""Where agreement is."""

from django.urls import path

from delegation.agreement import views

app_name = "agreement"
_ONE = "agreements/<uuid:pk>/"
_AMENDMENT = f"{_ONE}amendments/<uuid:amendment>/"
_PARTNER = "partners/<uuid:pk>/"
_ACCESS = f"{_PARTNER}accesses/<uuid:access>/"
urlpatterns = [
    path("partners/", views.partners, name="partners"),
    path("partners/invitations/", views.partner_invitations, name="partner_invitations"),
    path(_PARTNER, views.partner, name="partner"),
    path(f"{_PARTNER}withdrawal/", views.partner_withdrawal, name="partner_withdrawal"),
    path(f"{_PARTNER}capabilities/", views.capabilities, name="capabilities"),
    path(f"{_PARTNER}accesses/", views.accesses, name="accesses"),
    path(f"{_ACCESS}opening/", views.access_opening, name="access_opening"),
    path(f"{_ACCESS}suspension/", views.access_suspension, name="access_suspension"),
    path(f"{_ACCESS}revocation/", views.access_revocation, name="access_revocation"),
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
