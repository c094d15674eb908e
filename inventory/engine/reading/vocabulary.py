"""The names that service desks give their columns, in English and French.

Facts, from the header rows of real exports (ServiceNow field names and labels, Jira Server, Cloud and Service Management, GLPI) and
from the field names in these products' own documentation. Written in the ``plain`` spelling, best first.
"""

import re
import unicodedata
from functools import lru_cache


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(" | "))


SERVICENOW = {
    "external_id": _names("number | numero"),
    "opened_at": _names(
        "opened at | opened | ouvert | ouvert le | sys created on | sys created at | created | cree"
    ),
    "closed_at": _names(
        "closed at | closed | ferme | ferme le | cloture | cloture le | resolved at | resolved | "
        "resolu | resolu le"
    ),
    "title": _names("short description | description breve | breve description | description"),
    "category": _names("category | categorie"),
    "subcategory": _names("subcategory | sous categorie"),
    "group": _names("assignment group | groupe d affectation | groupe d attribution"),
    "person": _names("assigned to | affecte a | attribue a | assigne a"),
}
JIRA = {
    "external_id": _names("issue key | key | cle de ticket | cle de demande | cle de la demande | cle"),
    "opened_at": _names("created | creation | cree | cree le | date de creation"),
    "closed_at": _names("resolved | resolue | resolu | resolution date | date de resolution"),
    "title": _names("summary | resume | title | titre"),
    "category": _names("issue type | type de ticket | type de demande | work type | custom field category"),
    "subcategory": _names("component s | components | component | composants | composant s | composant"),
    "group": _names("custom field assignment group | custom field team | team | equipe"),
    "person": _names("assignee | responsable | personne assignee | assigne"),
}
GLPI = {
    "external_id": _names("id"),
    "opened_at": _names("date d ouverture | opening date | date de creation | creation date"),
    "closed_at": _names(
        "date de cloture | closing date | date de fermeture | date de resolution | "
        "date de solution | resolution date | solution date"
    ),
    "title": _names("titre | title"),
    "category": _names("categorie | category"),
    "group": _names(
        "attribue a groupe de techniciens | attribue a groupe | assigned to technician group | "
        "assigned to group"
    ),
    "person": _names("attribue a technicien | assigned to technician"),
}
# Any other desk: what Zendesk, Freshdesk, OTRS and spreadsheets kept by hand call the same things.
OTHER = {
    "external_id": _names(
        "external id | ticket id | ticket number | ticket no | issueid | issue id | "
        "incident id | case number | id | number | numero | ticket | reference | ref | key | "
        "no | n"
    ),
    "opened_at": _names(
        "opened at | opened | created at | created time | created | created on | creation date | "
        "open date | date opened | date created | date d ouverture | date de creation | "
        "ouvert le | cree le | date"
    ),
    "closed_at": _names(
        "closed at | closed | closed time | solved at | resolved at | resolved time | resolved | "
        "close date | date closed | closing date | date de cloture | date de resolution | "
        "ferme le | cloture le"
    ),
    "title": _names(
        "title | subject | summary | short description | titre | sujet | objet | resume | description | "
        "details | body | text | message | content | request | problem | texte | contenu | demande | probleme"
    ),
    "category": _names("category | categorie | type | ticket type | service"),
    "subcategory": _names(
        "subcategory | sub category | sous categorie | subtype | sub type | subservice | sub service | sous service"
    ),
    "group": _names("assignment group | group | assigned group | team | queue | groupe | equipe"),
    "person": _names(
        "person | assigned to | assignee | agent | owner | technician | technicien | responsable"
    ),
}
NAMES = {"servicenow": SERVICENOW, "jira": JIRA, "glpi": GLPI, "csv": OTHER}

# Columns that feed no field of ours but tell whose export it is.
_TELLTALE = {
    "servicenow": _names(
        "caller id | caller | incident state | sys updated on | sys updated by | updated | "
        "state | etat | cmdb ci | configuration item | contact type | made sla | "
        "reassignment count | demandeur"
    ),
    "jira": _names(
        "issue id | status category | project key | project name | project type | project lead | "
        "project url | project description | status | reporter | rapporteur | creator | "
        "createur | last viewed | work ratio | sprint | votes | mise a jour | "
        "dernier affichage | time spent"
    ),
    "glpi": _names(
        "statut | status | derniere modification | last update | ttr | demandeur demandeur | "
        "entite | entity | requester requester | temps de resolution | time to resolve | "
        "priorite | urgence"
    ),
}
# Columns whose few values say how a ticket fares, came in or stands, not what kind of work it is.
NO_KIND = frozenset(
    _names(
        "state | status | etat | statut | stage | phase | resolution | priority | priorite | urgency | urgence | impact | "
        "severity | severite | gravite | channel | canal | source | contact type | origin | origine | language | langue | "
        "lang | sentiment | satisfaction | rating | country | pays | company | societe | entity | entite | organisation | "
        "organization | customer | client | location | site | lieu | caller | requester | demandeur | reporter | "
        "rapporteur | creator | createur | opened by | closed by | resolved by | sys created by | sys updated by | "
        "weekday | day | month | year | jour | mois | annee | active | made sla | sla | escalation"
    )
)
# Headings with one of these words are people, or what they are.
PEOPLE = frozenset(
    _names(
        "by | par | author | auteur | user | utilisateur | role | name | nom | email | mail | login | person"
    )
)
# Headings with one of these words are moments, but not of opening.
NOT_OPENING = frozenset(
    _names("closed | resolved | updated | modified | due | end | ended | finished | solved | cloture")
)
# Where a numeric date can be read either way: how each product writes it unless told otherwise.
HABITS = {"servicenow": "mdy", "jira": "dmy", "glpi": "dmy", "csv": "dmy"}


@lru_cache(maxsize=8192)
def plain(heading: str) -> str:
    """A heading without accents, case and punctuation.

    >>> plain("Attribué à - Technicien"), plain("opened_at"), plain("Component/s")
    ('attribue a technicien', 'opened at', 'component s')
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip().casefold()


KNOWN = {
    desk: frozenset(_TELLTALE.get(desk, ())).union(*(names for names in fields.values()))
    for desk, fields in NAMES.items()
}
ALL_KNOWN = frozenset().union(*KNOWN.values())
