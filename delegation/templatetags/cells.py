"""Cells of long lists, rendered once for each thing they can say and then finished strings; and names in the genitive."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def cell(component: str, **said: Hashable) -> SafeString:
    """What ``include component with said only`` would draw. What is said must be values, not rows that may change."""
    return _drawn(component, tuple(said.items()))


@register.filter
def possessive(name: str) -> str:
    """A name in the genitive.

    >>> possessive("Halden Foods"), possessive("Meridian")
    ("Halden Foods'", "Meridian's")
    """
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


@lru_cache(maxsize=8192)
def _drawn(component: str, said: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(component, dict(said))
