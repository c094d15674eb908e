"""Reading somebody else's export: from bytes to tickets, and what an import of them would do.

Bytes become text (``encoding``), text or a workbook becomes rows (``table``, ``workbook``), the header says which desk wrote it
(``vocabulary``, ``headings``), rows become tickets (``cells``, ``moments``, ``lines``); ``export.read`` does it all and ``dry_run``
compares the tickets with what is held. Bad input ends in a sentence, never in a traceback.
"""

from inventory.engine.reading.dry_run import ImportPlan, Verdict, fingerprint, plan_import
from inventory.engine.reading.encoding import MAX_BYTES, check_size
from inventory.engine.reading.export import read
from inventory.engine.reading.outcome import (
    FIELDS,
    FORMATS,
    NEEDED,
    ORDERS,
    Chosen,
    Column,
    Reading,
    Refusal,
    Unmapped,
    Unreadable,
)

__all__ = [
    "FIELDS",
    "FORMATS",
    "MAX_BYTES",
    "NEEDED",
    "ORDERS",
    "Chosen",
    "Column",
    "ImportPlan",
    "Reading",
    "Refusal",
    "Unmapped",
    "Unreadable",
    "Verdict",
    "check_size",
    "fingerprint",
    "plan_import",
    "read",
]
