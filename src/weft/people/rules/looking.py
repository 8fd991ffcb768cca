"""When staff may look people up, and what of it is kept.

Decision (SAFETY 10 "no people search", 12): a person's page opened by somebody else is an event each time, and so is
each search, with how many it found and never with the words typed. Lists of an organisation's own members are not.
"""

LETTERS_AT_LEAST = 3  # no list of everybody: fewer letters match too many
MOST_FOUND = 20  # beyond this the page asks for more letters


def may_search(words: str) -> bool:
    """At least three letters or digits, signs not counted."""
    return sum(letter.isalnum() for letter in words) >= LETTERS_AT_LEAST
