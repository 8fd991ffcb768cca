"""Why a figure of mixing is not shown and what to do, and what chance was drawn from, in plain words."""

from django.utils.translation import gettext_lazy as _

from weft.programmes.queries.mixing.kinds import Against, WhyNot

WHY_NOT = {
    WhyNot.NOBODY_SAID: _(
        "Nobody who came said. It is asked after booking and is everybody's own choice: say why you ask."
    ),
    WhyNot.FEW_PEOPLE: _(
        "Fewer than 10 people were there, and one of them could be told from it. "
        "They count in the figure of the whole programme."
    ),
    WhyNot.FEW_KNOWN: _(
        "Fewer than 80% of those there said, so the others could turn it round. "
        "Ask people again, after they book, and say what it is for."
    ),
    WhyNot.FEW_SESSIONS: _("It takes three sessions of two or more people. Come back after the next one."),
    WhyNot.NOT_YET: _(
        "It takes five sessions that are at least a week over, and 50 people in them who said; "
        "more where somebody could be told from it. "
        "Who runs the programme sees it before."
    ),
    WhyNot.ALONE: _(
        "There is nothing to compare it with: no other session yet, and nobody counted who lives there by this "
        "question. Hold another session, or bring a population table in its words."
    ),
    WhyNot.SMALL_GROUP: _("Too few of some group were there to show it to everybody."),
}
AGAINST = {
    Against.WEEK: _("those who came to the programme in that week and place"),
    Against.PLACE: _("those who came to the programme in that place"),
    Against.PROGRAMME: _("those who came to the programme"),
    Against.AREA: _("those who live there"),
}
