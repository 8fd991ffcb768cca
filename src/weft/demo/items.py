"""What the synthetic survey asks, and the published per cent each answer is drawn to reproduce.

Targets are the published figures of the Survey of Londoners (2018-19, 2021-22); None where a wave has no
published figure, and then the question is not in that wave's file. `invented` marks questions with no
published figure at all: their level is made up. The pattern by group is made up everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Shares = Mapping[str, float]


@dataclass(frozen=True)
class Leaning:
    """What makes a yes more likely: log odds by level, and by a hidden trait related questions share."""

    by: Shares
    trait: str
    load: float = 0.5


@dataclass(frozen=True)
class Item:
    """One question with one answer.

    targets: per cent counted, in each wave; just off the whole number where waves must not differ clearly.
    yes, no: option codes and how often, for people counted and not; outside: those left out of the base.
    gone: share without an answer; unsure: how many of those say they don't know.
    """

    column: str
    label: str
    question: str
    targets: tuple[float, float | None]
    yes: Shares
    no: Shares
    leaning: Leaning
    outside: Shares = field(default_factory=dict)
    gone: float = 0.02
    unsure: float = 0.5
    invented: bool = False


@dataclass(frozen=True)
class Mixing:
    """How often and how positively people spent time with people unlike them."""

    name: str
    label: str
    question: str
    target: float
    leaning: Leaning
    gone: float = 0.02
    invented: bool = False


@dataclass(frozen=True)
class Ticks:
    """A tick-all question. yes: options that count; beside: options that do not, as shares of everyone."""

    stem: str
    label: str
    question: str
    target: float
    yes: Shares
    leaning: Leaning
    beside: Shares = field(default_factory=dict)
    drawn_to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gone: float = 0.025


AGREE = {"definitely_agree": 0.35, "tend_to_agree": 0.65}
DISAGREE = {"tend_to_disagree": 0.6, "definitely_disagree": 0.4}
STRONGLY = {"very_strongly": 0.42, "fairly_strongly": 0.58}
NOT_STRONGLY = {"not_very_strongly": 0.75, "not_at_all_strongly": 0.25}

LONELY = Leaning(
    {
        "age_band:16_24": 1.1, "age_band:25_34": 0.5, "age_band:65_74": -0.5, "income_band:under_15k": 1.0,
        "income_band:15k_30k": 0.4, "tenure:social_rent": 0.5, "disability:limited": 0.9,
    },
    "lonely",
    0.7,
)  # fmt: skip
ALONE = Leaning(
    {
        "age_band:16_24": -0.2, "income_band:under_15k": 0.6,
        "tenure:social_rent": 0.4, "disability:limited": 0.5,
    },
    "lonely",
    0.5,
)  # fmt: skip
NEIGHBOURLY = Leaning(
    {
        "age_band:16_24": -0.4, "age_band:25_34": -0.4,
        "tenure:owned_outright": 0.4, "tenure:private_rent": -0.5,
    },
    "neighbourly",
)  # fmt: skip
LOCAL = Leaning(
    {"age_band:25_34": -0.4, "age_band:65_74": 0.4, "age_band:75_plus": 0.6, "tenure:private_rent": -0.3},
    "neighbourly",
)
CITY = Leaning(
    {
        "ethnic_group:black": 0.6, "ethnic_group:asian": 0.3,
        "age_band:75_plus": 0.2, "tenure:private_rent": -0.2,
    },
    "neighbourly",
    0.4,
)  # fmt: skip
ACTIVE = Leaning(
    {
        "class_at_14:professional": 0.4, "income_band:75k_plus": 0.3,
        "tenure:social_rent": -0.2, "caring:carer": 0.2,
    },
    "active",
    0.7,
)  # fmt: skip
CONTENT = Leaning(
    {"income_band:75k_plus": 0.4, "income_band:under_15k": -0.4, "disability:limited": -0.6}, "content", 0.6
)
MIXED = Leaning(
    {"age_band:16_24": 0.5, "ethnic_group:mixed": 0.4, "ethnic_group:black": 0.3, "age_band:75_plus": -0.6},
    "mixing",
    0.7,
)
HELPED = Leaning({"income_band:under_15k": -0.6, "disability:limited": -0.4}, "lonely", -0.6)
FAIR = Leaning(
    {"ethnic_group:black": -0.4, "income_band:75k_plus": 0.3, "tenure:social_rent": -0.2}, "content"
)
UNFAIR = Leaning(
    {
        "ethnic_group:black": 0.7, "ethnic_group:asian": 0.3, "ethnic_group:mixed": 0.6,
        "disability:limited": 0.6, "sexual_orientation:gay_or_lesbian": 0.6,
        "age_band:75_plus": -0.7, "sex:female": 0.2,
    },
    "lonely",
    0.3,
)  # fmt: skip

ITEMS = (
    Item("LONELY", "How often feel lonely", "q_lonely_direct", (8.0, None), {"often_or_always": 1},
         {"some_of_the_time": 0.24, "occasionally": 0.29, "hardly_ever": 0.28, "never": 0.19}, LONELY),
    Item("RELYEMER", "Emergency: how far can rely on someone to help", "q_rely_emergency", (27.0, None),
         {"somewhat": 0.78, "not_at_all": 0.22}, {"a_lot": 1}, ALONE),
    Item("FAVOURS", "Agree: neighbours borrow things and exchange favours", "q_favours", (45.2, 46.8),
         AGREE, DISAGREE, NEIGHBOURLY),
    Item("CHATNEIG", "How often talk with neighbours, more than hello", "q_chat_neighbours", (65.0, None),
         {"most_days": 0.25, "weekly": 0.45, "monthly": 0.3},
         {"less_often": 0.5, "never": 0.45, "no_neighbours": 0.05}, NEIGHBOURLY, invented=True),
    Item("TRUSTNEI", "How many in neighbourhood can be trusted", "q_trust_neigh", (37.0, None), {"many": 1},
         {"some": 0.55, "few": 0.35, "none": 0.1}, LOCAL, gone=0.03, invented=True),
    Item("GETON", "Agree: different backgrounds get on well in local area", "q_get_on", (75.0, None),
         AGREE, DISAGREE, LOCAL, outside={"too_few": 0.04, "all_same": 0.03}, gone=0.06, unsure=0.9),
    Item("BETHERE", "Agree: people would be there if needed help", "q_be_there", (92.0, None),
         AGREE, DISAGREE, HELPED, invented=True),
    Item("INFLUENC", "Agree: can influence local decisions", "q_influence", (30.0, None),
         AGREE, DISAGREE, ACTIVE, gone=0.04, unsure=0.8, invented=True),
    Item("SPORTMTH", "Sport or exercise with others in last month", "q_sport_month", (25.0, None), {"yes": 1},
         {"no": 1}, Leaning({"age_band:16_24": 0.6, "disability:limited": -0.7}, "active")),
    Item("FAIRCITY", "Agree: London is a fair city", "q_fair_city", (54.0, None),
         {"strongly_agree": 0.2, "tend_to_agree": 0.8},
         {"neither": 0.24, "tend_to_disagree": 0.52, "strongly_disagree": 0.24},
         FAIR, gone=0.03),
    Item("BELONGLDN", "How strongly belong to London", "q_belong_city", (81.0, 80.1),
         STRONGLY, NOT_STRONGLY, CITY),
    Item("BELONGLOC", "How strongly belong to local area", "q_belong_local", (74.0, 73.1),
         STRONGLY, NOT_STRONGLY, LOCAL),
    Item("LIFESAT", "Satisfaction with life, 0 to 10", "q_ons4_lifesat", (60.0, 60.0),
         {"7": 0.42, "8": 0.37, "9": 0.12, "10": 0.09},
         {"0": 0.02, "1": 0.02, "2": 0.05, "3": 0.1, "4": 0.14, "5": 0.31, "6": 0.36}, CONTENT),
    Item("AREASAT", "Satisfaction with local area as place to live", "q_area_sat", (76.0, None),
         {"very_satisfied": 0.3, "fairly_satisfied": 0.7},
         {"neither": 0.55, "fairly_dissatisfied": 0.32, "very_dissatisfied": 0.13}, LOCAL, invented=True),
)  # fmt: skip

MIXINGS = (
    Mixing("ETHN", "people of a different ethnic background", "ethnicity", 30.0, MIXED),
    Mixing("CLASS", "people of a different social class", "social_class", 9.0, MIXED, gone=0.05),
    Mixing("AGE", "people 15 or more years older or younger", "age", 36.0, MIXED, invented=True),
)

TICKS = (
    Ticks("FVOL", "Unpaid help to groups, last 12 months", "q_formal_vol", 28.0,
          {"money": 3, "lead": 2, "recruit": 1, "activity": 4, "visit": 1, "befriend": 1, "advice": 2,
           "admin": 1, "transport": 1, "represent": 1, "campaign": 1, "practical": 2, "other": 1}, ACTIVE),
    Ticks("IVOL", "Unpaid help to non-relatives, last 12 months", "q_informal_vol", 52.0,
          {"shopping": 3, "home": 2, "transport": 2, "children": 2, "care": 1, "advice": 3, "company": 3,
           "property": 3, "other": 1}, ACTIVE),
    Ticks("CIVIC", "Civic acts, last 12 months", "q_civic_act", 24.0,
          {"representative": 5, "official": 3, "meeting": 3, "office": 0.5,
           "decision_group": 1, "consultation": 6}, ACTIVE,
          beside={"petition": 0.24, "protest": 0.05, "campaign": 0.03}),
    Ticks("UNFAIR", "Treated unfairly, last 12 months", "q_unfair", 35.0,
          {"age": 3, "sex": 1, "race": 2, "religion": 0.6, "disability": 0.7, "sexual_orientation": 0.1,
           "transgender": 0.03, "pregnancy": 0.3, "marriage": 0.1, "social_class": 2.5, "language": 1.5},
          UNFAIR, beside={"something_else": 0.04},
          drawn_to={"race": ("ethnic_group:black", "ethnic_group:asian", "ethnic_group:mixed"),
                    "religion": ("religion:muslim", "religion:jewish", "religion:sikh"),
                    "disability": ("disability:limited",),
                    "sexual_orientation": ("sexual_orientation:gay_or_lesbian",),
                    "sex": ("sex:female",), "language": ("country_of_birth:elsewhere",)}),
)  # fmt: skip

UCLA_COLUMNS = {
    "LACKCOMP": ("How often lack companionship", "q_ucla_companionship"),
    "LEFTOUT": ("How often feel left out", "q_ucla_leftout"),
    "ISOLATED": ("How often feel isolated from others", "q_ucla_isolated"),
}
UCLA_TARGET = 9.0  # invented

# Raw column, its label, the question of the bank, and the share preferring not to say.
PERSON = (
    ("AGEBAND", "Age band of respondent", "d_age_band", 0.006),
    ("SEX", "Sex of respondent", "d_sex", 0.006),
    ("ETHGRP5", "Ethnic group, five groups", "d_ethnic_group", 0.015),
    ("RELIGION", "Religion of respondent", "d_religion", 0.04),
    ("DISABLED", "Long-standing condition limiting daily activities", "d_disability", 0.025),
    ("SEXORIEN", "Sexual orientation", "d_sexual_orientation", 0.055),
    ("CLASS14", "Occupation of main earner when respondent aged 14", "d_class_at_14", 0.06),
    ("TENURE", "Housing tenure", "d_tenure", 0.02),
    ("HHINCOME", "Annual household income before tax", "d_income_band", 0.18),
    ("WORKSTAT", "Employment status", "d_employment", 0.015),
    ("COB", "Country of birth: UK or elsewhere", "d_country_of_birth", 0.02),
    ("ENGLISH", "Main language and how well speaks English", "d_english", 0.015),
    ("CAREPAR", "Parent of child under 18 or unpaid carer", "d_caring", 0.025),
    ("IMDQUINT", "Deprivation fifth of neighbourhood, England", "d_deprivation_fifth", 0.01),
)
