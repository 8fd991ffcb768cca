"""Where in a recipe file a part stands, so that a refusal can name the line."""

import yaml


def line_of(text: str, path: str) -> int:
    """The line (from 1) of a path like "answers, q_x, missing, 9", or of the deepest part of it there is.

    0 when not even its first part is in the file.
    """
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 0
    for part in path.split(", "):
        found = _child(node, part)
        if found is None:
            return line
        line, node = found
    return line


def _child(node: yaml.Node | None, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == part:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and item.value == part:
                return item.start_mark.line + 1, item
    return None
