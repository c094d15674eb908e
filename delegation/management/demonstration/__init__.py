"""The demonstration: two invented clients with two partners and half a year of work, loaded and taken out again.

Nothing here is part of Relay's story; it stands outside its layers and uses all of them. What people, systems and
figures are invented, and what comes from whom, say the files in ``data``.
"""

from delegation.management.demonstration.loading import is_there, load
from delegation.management.demonstration.removal import Entangled, remove
from delegation.management.demonstration.signing_in import sign_ins

__all__ = ["Entangled", "is_there", "load", "remove", "sign_ins"]
