"""How much an expression or a document may ask of the machine.

Each bound is far above what the 2,573 recorded ODK expressions and the longest public XLSForms use, and low enough
that the worst expression ends, or is refused, within two seconds (tests/forms/xpath/test_hostile.py).
"""

EXPRESSION_CHARACTERS = 50_000
EXPRESSION_DEPTH = 80  # brackets, calls and predicates inside each other
EVALUATION_STEPS = 250_000  # nodes looked at, and 64 characters of text a step
TEXT_CHARACTERS = 1_000_000  # one text an expression puts together
CHARACTERS_A_STEP = 6  # as a power of two: 64 characters of text count as one step

DOCUMENT_CHARACTERS = 20_000_000
DOCUMENT_DEPTH = 100
DOCUMENT_PREFIXES = 100  # namespace prefixes in force at one place
DOCUMENT_NODES = 250_000  # elements, attributes and pieces of text

PATTERN_CHARACTERS = 2_000  # of a regular expression
PATTERN_STATES = 5_000  # after counted repetitions are written out
PATTERN_TEXT = 20_000  # characters a regular expression looks at: the longest answer (forms.rules)
