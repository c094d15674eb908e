"""Writing what the partner may see, and reading it as the partner will."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.handoff import actions, engine
from delegation.handoff.forms import PacketForm, PreviewForm, StepsForm, steps_of
from delegation.handoff.models import Handoff
from delegation.handoff.permissions import may_edit_packet, may_preview, may_say_read
from delegation.handoff.views.page import fetch
from delegation.pages import refusals_in, show


@require_http_methods(["GET", "POST"])
def packet(request: Request, pk: str) -> HttpResponse:
    """The words of the packet, to change them."""
    handoff = fetch(request, pk)
    require(may_edit_packet(request.person, handoff))
    written = handoff.packets.latest("number")
    if request.method == "POST":
        return _write(request, handoff)
    words: dict[str, Any] = {
        **written.content,
        "checks": "\n".join(written.checks),
        "version": handoff.version,
    }
    return _editor(
        request, handoff, PacketForm(initial=words), StepsForm(initial=written.steps, prefix="steps")
    )


@require_http_methods(["GET", "POST"])
def preview(request: Request, pk: str) -> HttpResponse:
    """Exactly what the partner will see; posting says that these words were read."""
    handoff = fetch(request, pk)
    require(may_preview(request.person, handoff))
    if request.method == "POST":
        require(may_say_read(request.person, handoff))
        form = PreviewForm(request.POST)
        if form.is_valid():
            actions.preview(handoff=handoff, by=request.person, **form.cleaned_data)
        return redirect("handoff:handoff", pk=handoff.pk)
    written = handoff.packets.latest("number")
    context = {
        "handoff": handoff,
        "packet": written,
        "suspects": engine.suspects(written.content),
        "fingerprint": written.fingerprint,
        "may_say_read": may_say_read(request.person, handoff),
    }
    return show(request, "handoff/preview.html", None, context)


def _write(request: Request, handoff: Handoff) -> HttpResponse:
    form, steps = PacketForm(request.POST), StepsForm(request.POST, prefix="steps")
    if form.is_valid() and steps.is_valid():
        with refusals_in(form):
            actions.edit_packet(
                handoff=handoff, by=request.person, steps=steps_of(steps), **form.cleaned_data
            )
    if form.errors or not steps.is_valid():
        return _editor(request, handoff, form, steps)
    return redirect("handoff:preview", pk=handoff.pk)


def _editor(request: Request, handoff: Handoff, form: PacketForm, steps: Any) -> HttpResponse:
    status = 422 if steps.is_bound and not steps.is_valid() else None
    context = {"handoff": handoff, "form": form, "steps": steps}
    return show(request, "handoff/packet.html", None, context, status=status)
