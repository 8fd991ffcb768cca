"""What a form shows: groups and questions in order, and what is bound to each reference. Nothing here changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from weft.forms.xpath import Expression


@dataclass(frozen=True)
class Output:
    """A place in a text that shows the result of an expression."""

    expression: Expression


@dataclass(frozen=True)
class Text:
    """A label, hint or message: words and outputs in order, or an expression that names a translated text.

    Attributes:
        parts: words (str) and outputs, in order.
        ref: expression whose result is the text, or with `is_itext` the id of a translated text.
        itext_id: id of the translated text when the form says it plainly, else "".
        form: which form of the translated text: "" is what is shown, "guidance", "image" and so on.
    """

    parts: tuple[str | Output, ...] = ()
    ref: Expression | None = None
    is_itext: bool = False
    itext_id: str = ""
    form: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts) or self.ref is not None or bool(self.itext_id)


NO_TEXT = Text()


@dataclass(frozen=True)
class StaticChoice:
    """A choice written into the question itself."""

    value: str
    label: Text
    reason: str = ""


@dataclass(frozen=True)
class ItemSet:
    """Choices read from a list: which rows, and where in a row the value and the label stand."""

    nodes: Expression
    value: Expression
    label: Text
    instance: str = ""  # the list, where it is a secondary instance


@dataclass(frozen=True)
class Question:
    """One question of the body, the same in every instance of a repeat around it."""

    ref: str
    kind: str
    control: str
    appearance: str = ""
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    guidance: Text = NO_TEXT
    choices_from: ItemSet | tuple[StaticChoice, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Questions that stand together; `ref` is "" for a group the data does not know."""

    ref: str
    label: Text = NO_TEXT
    appearance: str = ""
    children: "tuple[Element, ...]" = ()
    is_repeat: bool = False
    count_expr: Expression | None = None
    no_add_remove: bool = False


Element = Group | Question


@dataclass(frozen=True)
class Bind:
    """What the model says about one reference. Expressions are None where the form says nothing."""

    ref: str
    type: str = "string"
    required: Expression | None = None
    relevant: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    readonly: Expression | None = None
    preload: str = ""
    preload_parameter: str = ""
    constraint_message: Text = NO_TEXT
    required_message: Text = NO_TEXT
    weft: Mapping[str, str] = field(default_factory=dict)

    @property
    def messages(self) -> tuple[Text, Text]:
        """Message when the constraint fails; message when the answer is missing."""
        return self.constraint_message, self.required_message


def every(elements: tuple[Element, ...]) -> Iterator[Element]:
    """Groups and questions in document order."""
    for element in elements:
        yield element
        if isinstance(element, Group):
            yield from every(element.children)
