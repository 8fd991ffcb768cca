# ruff: noqa: E501 - rows of tables
"""Forms for tests: Markdown tables turned into XForms by pyxform, as they are on publishing."""

from functools import cache

from pyxform.xls2xform import convert

from weft.forms.models import Form, FormVersion
from weft.forms.states import Audience, VersionState

NEIGHBOURS = """
| survey | | | | | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | label::English mirrored (xx) | required | relevant | constraint | appearance | hint::English (en) | bind::weft:page | bind::weft:may_refuse | bind::weft:may_not_know | bind::weft:words_most |
| | text | name | What do people call you? | بماذا يناديك الناس؟ | What do people call you? | yes | | | | A first name is enough. | You | yes | | |
| | integer | age | How old are you? | كم عمرك؟ | How old are you? | yes | | . >= 0 and . < 120 | | | You | | | |
| | date | born | When did you move here? | متى انتقلت إلى هنا؟ | When did you move here? | | ${age} > 15 | | | | You | | yes | |
| | select_one yesno | children | Do children live with you? | هل يعيش أطفال معك؟ | Do children live with you? | yes | | | | | Home | yes | yes | |
| | begin_repeat | child | Child | طفل | Child | | ${children} = 'yes' | | | | Home | | | |
| | text | child_name | What is the child called? | ما اسم الطفل؟ | What is the child called? | yes | | | | | | | | |
| | integer | child_age | How old is the child? | كم عمر الطفل؟ | How old is the child? | yes | | | | | | | | |
| | end_repeat | | | | | | | | | | | | | |
| | select_multiple thing | things | What do you do together? | ماذا تفعلون معا؟ | What do you do together? | | | | | | Street | yes | | |
| | begin_group | trust | How far do you agree? | إلى أي مدى توافق؟ | How far do you agree? | | | | field-list | | Street | | | |
| | select_one agree | trust_street | People in my street can be trusted | يمكن الوثوق بأهل شارعي | People in my street can be trusted | yes | | | likert | | | | | |
| | select_one agree | trust_city | People in this city can be trusted | يمكن الوثوق بأهل المدينة | People in this city can be trusted | yes | | | likert | | | yes | | |
| | end_group | | | | | | | | | | | | | |
| | text | tell | What should change in your street? | ما الذي يجب أن يتغير؟ | What should change in your street? | | | | multiline | | Street | | | 20 |
| choices | | | | | |
| | list_name | name | label::English (en) | label::Arabic (ar) | label::English mirrored (xx) |
| | yesno | yes | Yes | نعم | Yes |
| | yesno | no | No | لا | No |
| | thing | eat | Eat together | نأكل معا | Eat together |
| | thing | play | Play or do sport | نلعب | Play or do sport |
| | agree | 1 | Agree | أوافق | Agree |
| | agree | 2 | Neither | لا هذا ولا ذاك | Neither |
| | agree | 3 | Disagree | لا أوافق | Disagree |
| settings | | | | |
| | form_title | form_id | version | default_language | namespaces |
| | Life in your street | street | 1 | English (en) | weft="https://weft.example/ns/1" |
"""

SHORT = """
| survey | | | | | | |
| | type | name | label | required | relevant | constraint | constraint_message |
| | text | name | What do people call you? | yes | | | |
| | integer | age | How old are you? | yes | | . < 120 | Enter an age under 120 |
| | text | job | What is your work? | | ${age} >= 16 | | |
| | select_one yesno | bike | Do you cycle? | yes | | | |
| choices | | | |
| | list_name | name | label |
| | yesno | yes | Yes |
| | yesno | no | No |
| settings | | |
| | form_title | form_id | version |
| | Getting about | about | 1 |
"""


@cache
def xform_of(table: str) -> str:
    return str(convert(xlsform=table, file_type=".md", validate=False).xform)


def version_of(
    table: str = SHORT,
    key: str = "street",
    *,
    used_for: str = "survey",
    notes: dict[str, object] | None = None,
) -> FormVersion:
    """A live version that anybody may answer."""
    return version_from(xform_of(table), key, used_for=used_for, notes=notes)


def version_from(
    xform: str, key: str = "street", *, used_for: str = "survey", notes: dict[str, object] | None = None
) -> FormVersion:
    form = Form.objects.create(key=key, title="Life in your street", used_for=used_for)
    return FormVersion.objects.create(
        form=form,
        number=1,
        state=VersionState.LIVE,
        audience=Audience.OPEN,
        xform=xform,
        source=b"",
        source_name=f"{key}.md",
        notes=notes or {},
        digest=f"{hash(xform) & 0xFFFFFFFF:08x}{key}",
    )
