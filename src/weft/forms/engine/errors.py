"""What can be wrong with a form or with what is asked of a filling.

EngineError
├── FormError            the form itself: said once, when it is parsed
│   ├── CyclicForm       expressions that need each other
│   └── FormTooLarge     more than the engine takes
└── FillingError         what is asked of one filling
    ├── UnknownReference
    ├── ReadOnly
    ├── NotARepeat       adding to or removing from something that does not repeat
    ├── AnswerTooLong
    ├── TooManyRepeats
    └── EndlessForm      the form's own expressions never come to rest, or ask for too much work
"""


class EngineError(Exception):
    """Root of the tree."""


class FormError(EngineError):
    """The form cannot be used; the message names the reference."""


class CyclicForm(FormError):
    """Expressions that need each other's results; `references` names them."""

    def __init__(self, references: tuple[str, ...]) -> None:
        self.references = references
        super().__init__("These need each other's results: " + " → ".join(references))


class FormTooLarge(FormError):
    """The form holds more than the engine takes."""


class FillingError(EngineError):
    """What was asked of a filling cannot be done."""


class UnknownReference(FillingError):
    """No question, group or repeat stands at that reference."""


class ReadOnly(FillingError):
    """The question may be read, not answered."""


class NotARepeat(FillingError):
    """Nothing can be added there or taken away."""


class AnswerTooLong(FillingError):
    """One answer is longer than the engine keeps."""


class TooManyRepeats(FillingError):
    """A repeat would hold more instances than the engine keeps."""


class EndlessForm(FillingError):
    """The form's expressions keep changing each other's results, or ask for more work than one answer is worth."""


class FailedExpression(FillingError):
    """An expression of the form met a value it cannot work with, or asked for too much."""

    def __init__(self, source: str, wrong: Exception) -> None:
        super().__init__(f"The form's expression {source[:120]!r} cannot be worked out: {wrong}")
