"""Namespaces and the prefixes XForms use for them."""

from __future__ import annotations

XFORMS = "http://www.w3.org/2002/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"
OPENROSA = "http://openrosa.org/xforms"
FUNCTIONS = "http://www.w3.org/2005/xpath-functions"

USUAL = {
    "xf": XFORMS,
    "h": "http://www.w3.org/1999/xhtml",
    "jr": JAVAROSA,
    "odk": ODK,
    "orx": OPENROSA,
    "fn": FUNCTIONS,
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "ev": "http://www.w3.org/2001/xml-events",
    "entities": "http://www.opendatakit.org/xforms/entities",
    "enk": "http://enketo.org/xforms",
}
# the prefix a namespace's functions are declared under in the library
FUNCTION_PREFIXES = {JAVAROSA: "jr", FUNCTIONS: "", XFORMS: "", ODK: ""}
