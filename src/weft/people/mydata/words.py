"""The words around the catalogue: what the fields cannot say of themselves."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.record.personal import Basis, Category, Erasure

CATEGORY = {
    Category.IDENTITY: gettext_lazy("who you are"),
    Category.CONTACT: gettext_lazy("how to reach you"),
    Category.PLACE: gettext_lazy("where you are"),
    Category.ACCOUNT: gettext_lazy("your account"),
    Category.PARTICIPATION: gettext_lazy("what you took part in"),
    Category.MONITORING: gettext_lazy("equality monitoring"),
    Category.MATCHING: gettext_lazy("matching"),
    Category.CORRESPONDENCE: gettext_lazy("messages"),
}
BASIS = {
    Basis.CONSENT: gettext_lazy("you agreed (UK GDPR article 6(1)(a))"),
    Basis.CONTRACT: gettext_lazy("needed for what you asked of us (article 6(1)(b))"),
    Basis.LEGAL_OBLIGATION: gettext_lazy("the law requires it (article 6(1)(c))"),
    Basis.PUBLIC_TASK: gettext_lazy("the city's public task (article 6(1)(e))"),
    Basis.EQUALITY_MONITORING: gettext_lazy(
        "equality monitoring (article 9(2)(g); Data Protection Act 2018, schedule 1, paragraph 8)"
    ),
}
ERASURE = {
    Erasure.DELETE_ROW: gettext_lazy("deleted"),
    Erasure.CLEAR: gettext_lazy("emptied"),
    Erasure.UNLINK: gettext_lazy("unlinked"),
    Erasure.DESTROY_KEY: gettext_lazy("made unreadable: its key is destroyed"),
    Erasure.KEEP: gettext_lazy("kept, pointing to nobody"),
}
SEEN_BY = {
    Category.IDENTITY: gettext_lazy("you, your organisations' staff, the city team"),
    Category.CONTACT: gettext_lazy("you, your organisations' staff, the city team"),
    Category.PLACE: gettext_lazy("you, the city team"),
    Category.ACCOUNT: gettext_lazy("you, the city team"),
    Category.PARTICIPATION: gettext_lazy("you, the auditor of the city"),
    Category.MONITORING: gettext_lazy("you; nobody else beside your name, and counts under 10 are hidden"),
    Category.MATCHING: gettext_lazy("you, and the programme that pairs people"),
    Category.CORRESPONDENCE: gettext_lazy("you, the city team"),
}
MakePart = Callable[..., Any]


def what_kept() -> str:
    return _("Nothing is kept that is not in this list. It is made from the system itself, field by field.")


def before(part: MakePart) -> tuple[Any, ...]:
    """What a reader of public pages should know first."""
    reading = (
        _("No analytics, no advertising, and nothing is loaded from other services."),
        _(
            "No cookie, until you choose a language or open a form. "
            "Choosing a language sets one cookie that holds the language."
        ),
    )
    signing_in = (
        _(
            "Cookies keep you signed in, protect forms from forgery and carry short notices such as “saved”. "
            "Nothing else uses them."
        ),
    )
    return part(_("If you read"), points=reading), part(_("If you sign in"), points=signing_in)


def after(part: MakePart) -> tuple[Any, ...]:
    rights = (
        _("See, correct and download what is kept about you, on your own page, at any time."),
        _("Erase it, on your own page, or ask the city team to."),
        _("Take back your answers to the equality questions, or your matching profile, with one button."),
        _("Object to what we do, or complain to the data protection authority of your country."),
    )
    stays = (
        _("Facts for statistics, such as “somebody attended for 90 minutes in May”, that do not say who."),
        _("The record that something was done, by number. What it said about you becomes unreadable."),
    )
    return (
        part(_("Your rights"), points=rights),
        part(_("What stays when you are erased"), points=stays),
        *_surveys(part),
    )


def _surveys(part: MakePart) -> tuple[Any, ...]:
    uploading = (
        _(
            "The file holds one row for each person who answered. It is stored on this service’s own machine, "
            "in a folder only the service can read."
        ),
        _(
            "It is never sent elsewhere and never published. What is published are estimates for groups, "
            "after small numbers are hidden."
        ),
        _(
            "Take out names, addresses, e-mail addresses and telephone numbers before you upload. "
            "Weft does not need them."
        ),
    )
    answering = _(
        "Estimates for groups do not name you, and figures that could point to someone are left out. "
        "To ask about your own answers, write to the team that ran the survey: it decides how long answers are kept."
    )
    return (
        part(_("If you upload a survey file"), points=uploading),
        part(_("If you answered a survey"), (answering,)),
    )


def stores_flows_risks(part: MakePart) -> tuple[Any, ...]:
    return part(_("Stores"), points=_stores()), part(_("Flows"), points=_flows()), _risks(part)


def _stores() -> tuple[str, ...]:
    return (
        _("Identity and contact: readable in the database, by role."),
        _("Vault of monitoring answers: AES-256-GCM under a key of each person; the purpose is bound in."),
        _("Matching profiles: AES-256-GCM under another key of each person; separate consent and table."),
        _(
            "The record of events: a chain that cannot be altered unnoticed; values about a person are sealed."
        ),
        _("Facts: pseudonymous, in coarse bands; they outlive the person."),
        _("Survey files: in a folder of the service, without names; releases hold protected values only."),
        _("The key file and the ledger of erasures: outside the database and outside its backups."),
    )


def _flows() -> tuple[str, ...]:
    return (
        _("In: what a person or their organisation enters on a page."),
        _("Out to the person: their own page and their own download."),
        _("Out to the public: protected counts and estimates, never rows."),
        _("Out to others: none. No analytics, no third parties; messages go by the city's own mail server."),
    )


def _risks(part: MakePart) -> Any:
    rows = (
        (
            _("Monitoring answers influence a decision"),
            _("no decision room can import the vault; a lock refuses at run time; every read is an event"),
        ),
        (
            _("A stolen database or backup"),
            _("sealed stores are unreadable without the key file; names and contacts are not sealed"),
        ),
        (_("A small number points to somebody"), _("counts under 10 hidden, the rest rounded to 5")),
        (
            _("A restored backup brings somebody back"),
            _("the ledger of erasures is applied again after a restore"),
        ),
        (
            _("Copies in the files of the database"),
            _(
                "files are rewritten after an erasure; PostgreSQL's write-ahead log keeps changes until reused"
            ),
        ),
        (
            _("Staff look without need"),
            _("roles by organisation, second factor, identical answers for missing rows"),
        ),
    )
    return part(_("Risks and what is done"), columns=(_("Risk"), _("What is done")), rows=rows)


def leftovers(part: MakePart) -> tuple[Any, ...]:
    points = (
        _("Sessions that ended: removed every night."),
        _("Marks that keep a form from being sent twice: 30 days."),
        _("Backups: as long as the city keeps them; an erasure is applied again when one is put back."),
    )
    return (part(_("And besides"), points=points),)
