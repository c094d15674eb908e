"""Which agreements and scope items a person may choose from."""

from typing import Any

from delegation.accounts.models import Organisation, Person
from delegation.agreement.models import Agreement, Amendment, ScopeItem


def terms_for(person: Person, *, partner: Organisation | None = None) -> dict[str, Any]:
    """One's own agreements that have not ended, and what they cover or would cover; with ``partner`` those with it alone."""
    agreements = Agreement.objects.visible_to(person).exclude(status=Agreement.Status.ENDED)
    if partner is not None:
        agreements = agreements.filter(partner=partner)
    items = ScopeItem.objects.filter(agreement__in=agreements).select_related("agreement", "amendment")
    open_to = items.exclude(amendment__status=Amendment.Status.REJECTED)
    return {
        "agreement": agreements.order_by("number"),
        "scope_item": open_to.order_by("category", "description", "agreement__number"),
    }
