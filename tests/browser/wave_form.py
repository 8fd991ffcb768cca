"""The form of the whole wave: English and Arabic, a question for field apps alone, names of the question bank."""

from django.utils import timezone

from weft.forms.models import Form, FormVersion
from weft.forms.states import VersionState

ENGLISH, ARABIC = "English (en)", "Arabic (ar)"
QUESTIONS = {
    "q_lonely_direct": ("How often do you feel lonely?", "كم مرة تشعر بالوحدة؟"),
    "q_belong_local": ("How strongly do you belong?", "ما مدى قوة انتمائك؟"),
    "d_sex": ("What is your sex?", "ما هو جنسك؟"),
}
OPTIONS = {
    "q_lonely_direct": {
        "often_or_always": ("Often or always", "غالبا أو دائما"),
        "some_of_the_time": ("Some of the time", "بعض الوقت"),
        "occasionally": ("Occasionally", "أحيانا"),
        "hardly_ever": ("Hardly ever", "نادرا"),
        "never": ("Never", "أبدا"),
    },
    "q_belong_local": {
        "very_strongly": ("Very strongly", "بقوة كبيرة"),
        "fairly_strongly": ("Fairly strongly", "بقوة"),
        "not_very_strongly": ("Not very strongly", "ليس بقوة"),
        "not_at_all_strongly": ("Not at all strongly", "أبدا لا"),
    },
    "d_sex": {"female": ("Female", "أنثى"), "male": ("Male", "ذكر")},
}
CODE = ("Code of the letter", "رمز الرسالة")


def _words(at: int) -> str:
    texts = {name: words[at] for name, words in QUESTIONS.items()} | {"case_code": CODE[at]}
    texts |= {f"{name}-{value}": words[at] for name, some in OPTIONS.items() for value, words in some.items()}
    return "".join(f'<text id="{name}"><value>{words}</value></text>' for name, words in texts.items())


def _select(name: str) -> str:
    items = "".join(
        f"<item><label ref=\"jr:itext('{name}-{value}')\"/><value>{value}</value></item>"
        for value in OPTIONS[name]
    )
    return f'<select1 ref="/data/{name}"><label ref="jr:itext(\'{name}\')"/>{items}</select1>'


XFORM = f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:weft="https://weft.example/ns/1">
<h:head><h:title>City survey</h:title><model>
<itext><translation lang="{ENGLISH}" default="true()">{_words(0)}</translation>
<translation lang="{ARABIC}">{_words(1)}</translation></itext>
<instance><data id="city-survey" version="1">
<case_code/><q_lonely_direct/><q_belong_local/><d_sex/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/case_code" type="string" required="true()"/>
<bind nodeset="/data/q_lonely_direct" type="string" weft:indicator="R1" weft:may_refuse="yes"/>
<bind nodeset="/data/q_belong_local" type="string" weft:indicator="O2" weft:may_refuse="yes"/>
<bind nodeset="/data/d_sex" type="string"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>
<input ref="/data/case_code"><label ref="jr:itext('case_code')"/></input>
{"".join(map(_select, QUESTIONS))}
</h:body></h:html>"""


def fielded_form() -> Form:
    """The form with its live version."""
    form = Form.objects.create(key="city-survey", title="City survey")
    FormVersion.objects.create(
        form=form, number=1, state=VersionState.LIVE, source=b"", source_name="survey.csv", xform=XFORM,
        digest="the whole wave", live_at=timezone.now(), languages=[ENGLISH, ARABIC],
    )  # fmt: skip
    return form


def instance(case_code: str, mark: str) -> str:
    """What a field app sends."""
    return (
        f'<data id="city-survey" version="1"><case_code>{case_code}</case_code>'
        "<q_lonely_direct>occasionally</q_lonely_direct><q_belong_local>very_strongly</q_belong_local>"
        f"<d_sex>male</d_sex><meta><instanceID>uuid:{mark}</instanceID></meta></data>"
    )
