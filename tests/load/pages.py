"""Every page that can be asked for: by whom, on what, and how many queries it costs.

``test_pages.py`` holds all of Relay's addresses to this table: an address that is missing here fails. The session and
the seat are two of each count; savepoints and the ends of a transaction are none.
"""

from dataclasses import dataclass

LIST, DETAIL = 6, 10  # performance.md: at most so many queries


@dataclass(frozen=True)
class Page:
    """One way to ask for an address: the person of the cast who asks, what it is about, and the rest of the address."""

    route: str
    by: str
    queries: int
    budget: int = DETAIL
    of: tuple[str, ...] = ()
    ask: str = ""
    piece: bool = False

    def __str__(self) -> str:
        said = (self.route, *self.of, self.ask, "piece" if self.piece else "", self.by)
        return " ".join(part for part in said if part)


PAGES = [
    Page("jump", "priya", 2),
    Page("jump", "priya", 4, ask="?q=stuck+batch", piece=True),
    Page("today", "priya", 5, LIST),
    Page("accounts:people", "ada", 4, LIST),
    Page("accounts:people", "lena", 4, LIST),
    Page("accounts:person", "ada", 4, of=("person",)),
    Page("accounts:organisation", "ada", 3),
    Page("accounts:seats", "priya", 2, LIST),
    Page("accounts:settings", "priya", 2),
    Page("notices:notices", "priya", 4, LIST),
    Page("notices:notices", "asha", 4, LIST),
    Page("audit:trail", "otto", 3, LIST),
    Page("audit:trail", "otto", 3, LIST, ask="?q=batch"),
    Page("inventory:tasks", "priya", 5, LIST),
    Page("inventory:tasks", "priya", 5, LIST, ask="?view=mine&sort=hours"),
    Page("inventory:tasks", "priya", 5, LIST, ask="?view=nights"),
    Page("inventory:tasks", "priya", 5, LIST, ask="?q=stuck+batch"),
    Page("inventory:tasks", "priya", 5, LIST, ask="?sort=number", piece=True),
    Page("inventory:new_task", "priya", 6),
    Page("inventory:task", "priya", 7, of=("task",)),
    Page("inventory:cell", "marta", 4, of=("task", "title"), piece=True),
    Page("inventory:cell", "marta", 5, of=("task", "holder"), piece=True),
    Page("inventory:task_edit", "priya", 8, of=("task",)),
    Page("inventory:systems", "priya", 4, LIST),
    Page("inventory:system", "priya", 5, of=("system",)),
    Page("inventory:skills", "priya", 3, LIST),
    Page("inventory:skill", "priya", 3, of=("skill",)),
    Page("inventory:goals", "marta", 3, LIST),
    Page("inventory:goal", "marta", 3, of=("goal",)),
    Page("inventory:initiatives", "marta", 4, LIST),
    Page("inventory:initiative", "marta", 5, of=("initiative",)),
    Page("inventory:imports", "priya", 3, LIST),
    Page("inventory:import", "priya", 3, of=("import",)),
    Page("inventory:import", "priya", 3, of=("import",), piece=True),
    Page("inventory:chores", "priya", 3, LIST),
    Page("scoring:assess", "priya", 5, LIST),
    Page("scoring:card", "priya", 8, of=("task", "strategic")),
    Page("scoring:ratings", "priya", 7, of=("task",)),
    Page("scoring:why", "marta", 6, of=("task",), piece=True),
    Page("scoring:why", "marta", 6, of=("task",)),
    Page("scoring:ranking", "marta", 6, LIST),
    Page("scoring:ranking", "marta", 6, LIST, ask="?as=list"),
    Page("scoring:ranking", "marta", 6, LIST, piece=True),
    Page("scoring:rubric", "marta", 4),
    Page("scoring:campaigns", "marta", 6, LIST),
    Page("approval:proposals", "marta", 6, LIST),
    Page("approval:proposals", "marta", 6, LIST, ask="?show=all"),
    Page("approval:proposal", "marta", 8, of=("proposal",)),
    Page("approval:proposal", "marta", 5, of=("approved",), piece=True),
    Page("streamlining:trials", "marta", 5, LIST),
    Page("streamlining:trial", "marta", 5, of=("trial",)),
    Page("streamlining:improvements", "marta", 5, LIST),
    Page("agreement:partners", "marta", 4, LIST),
    Page("agreement:partner", "marta", 9, of=("partner",)),
    Page("agreement:agreements", "marta", 3, LIST),
    Page("agreement:agreement", "marta", 7, of=("agreement",)),
    Page("agreement:draft", "marta", 3),
    Page("agreement:terms", "marta", 3, of=("draft",)),
    Page("handoff:handoffs", "marta", 5, LIST),
    Page("handoff:handoffs", "marta", 4, LIST, ask="?partner=meridian", piece=True),
    Page("handoff:preparation", "priya", 6),
    Page("handoff:handoff", "marta", 10, of=("handoff preparing",)),
    Page("handoff:handoff", "marta", 5, of=("handoff offered",)),
    Page("handoff:handoff", "marta", 10, of=("handoff in_transfer",)),
    Page("handoff:handoff", "marta", 9, of=("handoff standby",)),
    Page("handoff:handoff", "marta", 5, of=("handoff active",)),
    Page("handoff:handoff", "marta", 5, of=("handoff suspended",)),
    Page("handoff:handoff", "marta", 5, of=("handoff returning",)),
    Page("handoff:handoff", "marta", 6, of=("handoff returned",)),
    Page("handoff:packet", "priya", 4, of=("handoff preparing",)),
    Page("handoff:preview", "priya", 4, of=("handoff preparing",)),
    Page("handoff:transfer", "priya", 7, of=("handoff in_transfer",)),
    Page("handback:way_home", "marta", 5, of=("handoff returning",)),
    Page("tracking:runs", "marta", 5, LIST, of=("handoff",)),
    Page("tracking:run", "priya", 7, of=("run",)),
    Page("ledger:ledger", "marta", 5, LIST),
    Page("reporting:capacity", "eva", 10),
    Page("reporting:reports", "marta", 3, LIST),
    Page("reporting:report", "marta", 4, of=("report",)),
    Page("reporting:report_print", "marta", 3, of=("report",)),
    Page("reporting:report_file", "marta", 3, of=("report",)),
    Page("portal:queue", "asha", 3, LIST),
    Page("portal:queue", "lena", 3, LIST),
    Page("portal:done", "asha", 3, LIST),
    Page("portal:run", "asha", 9, of=("run",)),
    Page("portal:run", "asha", 9, of=("run",), piece=True),
    Page("portal:team", "lena", 4, LIST),
    Page("portal:handoffs", "lena", 4, LIST),
    Page("portal:handoffs", "asha", 3, LIST),
    Page("portal:handoff", "lena", 9, of=("handoff offered",)),
    Page("portal:handoff", "lena", 10, of=("handoff in_transfer",)),
    Page("portal:handoff", "lena", 9, of=("handoff standby",)),
    Page("portal:handoff", "lena", 9, of=("handoff active",)),
    Page("portal:handoff", "lena", 9, of=("handoff returning",)),
    Page("portal:agreements", "lena", 3),
    Page("portal:agreement", "lena", 7, of=("agreement",)),
    Page("portal:hours", "lena", 5),
    Page("portal:procedure", "lena", 5, of=("handoff in_transfer",)),
]  # fmt: skip
