"""Text to tree, with nothing in the text that could reach outside it or blow it up."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat  # entities and DTDs are refused below, before any is expanded

from weft.forms.xpath import limits
from weft.forms.xpath.errors import XMLRefused
from weft.forms.xpath.tree import XML, Node


def parse_xml(text: str) -> Node:
    """The document node.

    Raises:
        XMLRefused: not well formed, a DTD or an entity in it, or deeper or longer than `limits` allows.
    """
    if len(text) > limits.DOCUMENT_CHARACTERS:
        raise XMLRefused(f"The document is longer than {limits.DOCUMENT_CHARACTERS:,} characters")
    return _Builder().read(text)


class _Builder:
    """Expat's events as a tree."""

    def __init__(self) -> None:
        self.root = self.here = Node("root")
        self.depth = self.count = 0
        self.scopes: list[dict[str, str]] = [{"": "", "xml": XML}]
        reader = self.reader = expat.ParserCreate()
        reader.buffer_text = True
        reader.ordered_attributes = True
        reader.StartDoctypeDeclHandler = self.refuse
        reader.EntityDeclHandler = self.refuse
        reader.ExternalEntityRefHandler = self.refuse
        reader.StartElementHandler = self.start
        reader.EndElementHandler = self.end
        reader.CharacterDataHandler = self.characters
        reader.CommentHandler = self.comment
        reader.ProcessingInstructionHandler = self.instruction

    def read(self, text: str) -> Node:
        try:
            self.reader.Parse(text.encode("utf-8"), True)
        except expat.ExpatError as wrong:
            problem = expat.errors.messages[wrong.code]
            raise XMLRefused(f"The document is not XML: {problem}, line {wrong.lineno}") from None
        except UnicodeEncodeError:
            raise XMLRefused("The document holds half a character") from None
        return self.root

    def refuse(self, *_: object) -> NoReturn:
        raise XMLRefused("The document has a DTD or an entity in it, which are never read")

    def counted(self, more: int = 1) -> None:
        self.count += more
        if self.count > limits.DOCUMENT_NODES:
            raise XMLRefused(f"The document has more than {limits.DOCUMENT_NODES:,} parts")

    def start(self, name: str, pairs: list[str]) -> None:
        self.counted(1 + len(pairs) // 2)
        self.depth += 1
        if self.depth > limits.DOCUMENT_DEPTH:
            raise XMLRefused(f"The document is more than {limits.DOCUMENT_DEPTH} elements deep")
        given = list(zip(pairs[::2], pairs[1::2], strict=True))
        declared = {key[6:]: value for key, value in given if key == "xmlns" or key.startswith("xmlns:")}
        self.scopes.append({**self.scopes[-1], **declared} if declared else self.scopes[-1])
        if len(self.scopes[-1]) > limits.DOCUMENT_PREFIXES:
            raise XMLRefused(f"The document has more than {limits.DOCUMENT_PREFIXES} prefixes in one place")
        prefix, local, ns = self.resolved(name)
        element = self.here = self.here.append(Node("element", local, ns=ns, prefix=prefix))
        if declared:
            element.declared = declared
        for key, value in given:
            if key != "xmlns" and not key.startswith("xmlns:"):
                prefix, local, ns = self.resolved(key) if ":" in key else ("", key, "")
                element.set(local, value, ns=ns, prefix=prefix)

    def resolved(self, name: str) -> tuple[str, str, str]:
        prefix, _, local = name.rpartition(":")
        ns = self.scopes[-1].get(prefix)
        if ns is None:
            raise XMLRefused(f"The prefix {prefix}: has no namespace")
        return prefix, local, ns

    def end(self, _: str) -> None:
        self.depth -= 1
        self.scopes.pop()
        self.here = self.here.parent or self.root

    def characters(self, text: str) -> None:
        if self.here is not self.root:
            self.counted()
            self.here.append(Node("text", text=text))

    def comment(self, text: str) -> None:
        self.counted()
        self.here.append(Node("comment", text=text))

    def instruction(self, target: str, text: str) -> None:
        self.counted()
        self.here.append(Node("processing-instruction", target, text=text))
