"""A condition as alternatives of claims, as far as it is understood."""

import re
from dataclasses import dataclass

_MOST = 256
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<ref>\$\{\s*[^}#]+?\s*\})
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<operator>!=|<=|>=|=|<|>)
    | (?P<word>[A-Za-z_][\w.-]*)
    | (?P<mark>[(),+*\-|/\[\].@:])
    )""",
    re.VERBOSE,
)
_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Claim:
    """Something that must hold. kind: "equal", "unequal", "compare", "selected" (name and value); "constant"
    (left operator value); "false"; "open" (not understood: may hold)."""

    kind: str
    name: str = ""
    operator: str = ""
    value: str | float = ""
    left: str | float = ""


Alternatives = list[tuple[Claim, ...]]
OPEN: Alternatives = [(Claim("open"),)]
FALSE: Alternatives = [(Claim("false"),)]
TRUE: Alternatives = [()]
Tokens = list[tuple[str, str]]


def alternatives(text: str) -> Alternatives:
    """The ways a condition can be true; each lists what must then hold."""
    plain = text.strip()
    if plain in ("no", "No", "NO", "false", "False", "FALSE"):
        return FALSE  # XLSForm's own short forms
    tokens = _tokens(plain)
    return _either(tokens) if tokens else OPEN


def _tokens(text: str) -> Tokens:
    found: Tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return []
        found.append((match.lastgroup or "", match.group().strip()))
        at = match.end()
    return found


def _either(tokens: Tokens) -> Alternatives:
    found: Alternatives = []
    for part in _split(tokens, "or"):
        found += _both(part)
    return found if len(found) <= _MOST else OPEN


def _both(tokens: Tokens) -> Alternatives:
    found: Alternatives = [()]
    for part in _split(tokens, "and"):
        found = [(*one, *other) for one in found for other in _one(part)]
        if len(found) > _MOST:
            return OPEN
    return found


def _split(tokens: Tokens, word: str) -> list[Tokens]:
    """The parts between a word that stands outside every bracket."""
    parts: list[Tokens] = [[]]
    depth = 0
    for index, token in enumerate(tokens):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token[1], 0) if token[0] == "mark" else 0
        is_operator = token == ("word", word) and depth == 0 and 0 < index < len(tokens) - 1
        if is_operator:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _one(tokens: Tokens) -> Alternatives:
    """A condition without "and" or "or" outside brackets."""
    if not tokens:
        return OPEN
    if tokens[0] == ("mark", "(") and _closes(tokens, 0) == len(tokens) - 1:
        return _either(tokens[1:-1]) if len(tokens) > 2 else OPEN
    words = [text for _, text in tokens]
    if words in (["true", "(", ")"], ["false", "(", ")"]) and tokens[0][0] == "word":
        return TRUE if words[0] == "true" else FALSE
    if words[:2] == ["not", "("] and tokens[0][0] == "word" and _closes(tokens, 1) == len(tokens) - 1:
        return _denied(tokens[2:-1])
    if words[:2] == ["selected", "("] and [kind for kind, _ in tokens[2:]] == ["ref", "mark", "text", "mark"]:
        return [(Claim("selected", _name(words[2]), value=words[4][1:-1]),)] if words[3] == "," else OPEN
    return _compared(tokens)


def _denied(tokens: Tokens) -> Alternatives:
    words = [text for _, text in tokens]
    if words in (["true", "(", ")"], ["false", "(", ")"]) and tokens[0][0] == "word":
        return FALSE if words[0] == "true" else TRUE
    return OPEN


def _compared(tokens: Tokens) -> Alternatives:
    signed = _signed(tokens)
    if [kind for kind, _ in signed][1:2] != ["operator"] or len(signed) != 3:
        return OPEN
    (left_kind, left), (_, operator), (right_kind, right) = signed
    if left_kind in ("text", "number") and right_kind == "ref":
        left_kind, left, operator, right_kind, right = right_kind, right, _TURNED[operator], left_kind, left
    if right_kind not in ("text", "number"):
        return OPEN
    value = _value(right_kind, right)
    if left_kind in ("text", "number"):
        return [(Claim("constant", operator=operator, value=value, left=_value(left_kind, left)),)]
    return [(Claim(_kind(operator), _name(left), operator, value),)] if left_kind == "ref" else OPEN


def _kind(operator: str) -> str:
    return {"=": "equal", "!=": "unequal"}.get(operator, "compare")


def _signed(tokens: Tokens) -> Tokens:
    """A minus before a number, taken into the number."""
    found: Tokens = []
    for token in tokens:
        follows = not found[:-1] or found[-2][0] == "operator" if found else False
        if token[0] == "number" and found and found[-1] == ("mark", "-") and follows:
            found[-1] = ("number", "-" + token[1])
        else:
            found.append(token)
    return found


def _closes(tokens: Tokens, at: int) -> int:
    """Where the bracket that opens at `at` closes; -1 when it does not."""
    depth = 0
    for index in range(at, len(tokens)):
        if tokens[index][0] == "mark":
            depth += {"(": 1, ")": -1}.get(tokens[index][1], 0)
        if depth == 0:
            return index
    return -1


def _name(reference: str) -> str:
    return reference[2:-1].strip()


def _value(kind: str, text: str) -> str | float:
    return float(text) if kind == "number" else text[1:-1]
