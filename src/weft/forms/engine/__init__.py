"""The form engine: reads an XForm and keeps one filling of it right while it is answered.

    form = Form.parse(xform)
    filling = Filling.new(form, Clock(now, zone))
    filling.set("/data/age", "42")
    filling.state("/data/job").relevant

Pure: no database, no clock of its own (`Clock`), no files. What it does beyond and beside ODK is in
docs/forms-conformance.md.
"""

from weft.forms.engine.answers import Choice, Clock, Place, Problem, QuestionState
from weft.forms.engine.body import Bind, Element, Group, ItemSet, Question, StaticChoice, Text
from weft.forms.engine.errors import (
    AnswerTooLong,
    CyclicForm,
    EndlessForm,
    EngineError,
    FailedExpression,
    FillingError,
    FormError,
    FormTooLarge,
    NotARepeat,
    ReadOnly,
    TooManyRepeats,
    UnknownReference,
)
from weft.forms.engine.filling import Filling
from weft.forms.engine.finding import most_instances
from weft.forms.engine.form import Form
from weft.forms.engine.names import WEFT, WEFT_PREFIX
from weft.forms.engine.values import reads_as

__all__ = [
    "WEFT",
    "WEFT_PREFIX",
    "AnswerTooLong",
    "Bind",
    "Choice",
    "Clock",
    "CyclicForm",
    "Element",
    "EndlessForm",
    "EngineError",
    "FailedExpression",
    "Filling",
    "FillingError",
    "Form",
    "FormError",
    "FormTooLarge",
    "Group",
    "ItemSet",
    "NotARepeat",
    "Place",
    "Problem",
    "Question",
    "QuestionState",
    "ReadOnly",
    "StaticChoice",
    "Text",
    "TooManyRepeats",
    "UnknownReference",
    "most_instances",
    "reads_as",
]
