"""Namespaces of an XForm, and the names the engine reads in them."""

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"
OPENROSA = "http://openrosa.org/xforms"
WEFT = "https://weft.example/ns/1"
WEFT_PREFIX = "weft"

CONTROLS = ("input", "select", "select1", "upload", "trigger", "range", "rank", "secret")
CHOOSING = ("select", "select1", "rank")
REASONS = ("refused", "dont_know")  # answers people give where a value is missing
