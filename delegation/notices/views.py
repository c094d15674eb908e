"""Notices: what needs me, and what I should know."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.seat import Request
from delegation.notices.models import Notice
from delegation.pages import keyset, show


@require_safe
def notices(request: Request) -> HttpResponse:
    """Two lists: what needs this person first, then the rest, newest first."""
    rows = Notice.objects.visible_to(request.person)
    waiting = list(rows.unread().must_act().order_by("-created_at")[:50])
    known = keyset(
        rows.filter(must_act=False), order=("-created_at", "id"), after=request.GET.get("after", ""), size=50
    )
    base = "portal_base.html" if request.person.is_partner else "base.html"
    return show(request, "notices/notices.html", None, {"waiting": waiting, "known": known, "base": base})


@require_POST
def reading(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Mark one as read, and go where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(request.person), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    address = notice.address if url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None) else ""
    return redirect(address or "notices:notices")
