"""Every way in which a case of the whole wave is answered."""

from collections.abc import Iterable

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.hands import tab_to
from tests.browser.test_field_apps import over_http
from tests.browser.test_fieldwork import press
from tests.browser.wave_form import instance
from tests.browser.wave_walk import Walk, choose, type_into
from tests.fielding.make import code
from tests.forms.openrosa.app import FieldApp
from tests.people.make import account
from weft.fielding.models import Case, Fieldwork
from weft.forms.models import Form, PaperReturn


def answer_in_arabic(walk: Walk, case: Case) -> None:
    """The code page turned to Arabic, the form in Arabic from right to left; to English and back on the way."""
    phone = walk.visitor()
    phone.goto(f"{walk.host}/s/{code(case)}")
    phone.get_by_role("button", name="العربية").click()
    phone.goto(f"{walk.host}/s/{code(case)}")
    assert phone.locator("html").get_attribute("dir") == "rtl"
    walk.look(phone, "arabic-code")
    phone.locator("main form button").click()
    walk.look(phone, "arabic-start")
    phone.locator("main form button").click()
    phone.get_by_text("كم مرة تشعر بالوحدة؟").wait_for()
    walk.look(phone, "arabic-question")
    phone.get_by_role("button", name="English").last.click()
    assert phone.locator("html").get_attribute("dir") == "ltr"
    phone.get_by_role("main").get_by_role("button", name="العربية").click()
    choose(phone, "never", "fairly_strongly", "female")
    walk.look(phone, "arabic-check")
    phone.locator("main a.govuk-button").click()
    phone.locator("main form button.govuk-button").last.click()
    assert phone.url == f"{walk.host}/s/thanks"
    walk.look(phone, "arabic-thanks")
    phone.context.close()


def answer_on_two_devices(walk: Walk, case: Case) -> None:
    """Begun on one phone, gone on with a return code on another; the first is left and knows nothing any more."""
    one, other = walk.visitor(), walk.visitor()
    one.goto(f"{walk.host}/s/{code(case)}")
    press(one, "Continue")
    press(one, "Begin")
    choose(one, "occasionally")
    one.locator("button[name=later]").click()
    press(one, "Get a code")
    typed = one.locator("b.code").inner_text()
    press(one, "close the form on this device")
    one.goto(f"{walk.host}/s/begin")
    assert one.url == f"{walk.host}/s/"
    other.goto(f"{walk.host}/answers/return/")
    walk.look(other, "return")
    other.locator("input[name=code]").fill(typed.lower())
    other.keyboard.press("Enter")
    choose(other, "very_strongly", "male")
    walk.look(other, "return-check")
    other.locator("main a.govuk-button").click()
    other.locator("main form button.govuk-button").last.click()
    assert other.url == f"{walk.host}/s/thanks"
    for each in (one, other):
        each.context.close()


def start_paper(page: Page, walk: Walk, number: str) -> None:
    page.goto(f"{walk.host}/forms/city-survey/returns/")
    type_into(page, "input[name=reference]", number)
    page.keyboard.press("Enter")


def key_by_keyboard(page: Page, walk: Walk, number: str, answers: Iterable[str]) -> None:
    start_paper(page, walk, number)
    page.locator("#whole").wait_for()
    for place, text in enumerate(answers, 1):
        type_into(page, f"#q{place}", text)
    tab_to(page, "#whole")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def allow_paper(page: Page, walk: Walk, wave: Fieldwork, case: Case) -> None:
    """A paper of a wave that takes none is refused before anybody keys it; the officer allows it by keyboard."""
    start_paper(page, walk, code(case))
    page.get_by_text("is not answered on paper. Allow it under").wait_for()
    walk.look(page, "paper-refused")
    assert not PaperReturn.objects.unscoped("test").exists()
    page.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/")
    tab_to(page, "main a[href$=ways]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ways to answer").wait_for()
    walk.look(page, "ways")
    tab_to(page, "main input[value=paper]")
    page.keyboard.press("Space")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.get_by_text("Kept.").wait_for()
    walk.look(page, "wave")


def answer_on_paper(walk: Walk, officer: Page, wave: Fieldwork, case: Case) -> None:
    """Keyed by two people, with spaces and without; a third settles where they differ."""
    one = walk.visitor(account("one@demonstration.example", "community_researcher"), scripts=True)
    two = walk.visitor(account("two@demonstration.example", "officer"), scripts=True)
    allow_paper(two, walk, wave, case)
    typed = code(case)
    key_by_keyboard(one, walk, f"{typed[:4]} {typed[4:8]} {typed[8:]}", ("5", "2", "1"))
    one.get_by_text("Keyed once.").wait_for()
    key_by_keyboard(two, walk, f"{typed[:4]}-{typed[4:8]}-{typed[8:]}".lower(), ("4", "2", "1"))
    two.get_by_text("The two readings differ.").wait_for()
    officer.goto(f"{walk.host}/forms/city-survey/returns/")
    walk.look(officer, "papers")
    tab_to(officer, "main .own a")
    officer.keyboard.press("Enter")
    officer.get_by_role("heading", name="Settle paper").wait_for()
    walk.look(officer, "paper-settle")
    tab_to(officer, "main input[type=radio]")
    officer.keyboard.press("Space")
    officer.keyboard.press("ArrowDown")
    tab_to(officer, "main .govuk-button")
    officer.keyboard.press("Enter")
    officer.get_by_text("Settled. The response is made.").wait_for()
    start_paper(two, walk, typed)
    two.get_by_text("The paper with this number was keyed twice already.").wait_for()
    for each in (one, two):
        each.context.close()


def field_app(walk: Walk, officer: Page, form: Form) -> FieldApp:
    """From the form's page to the square on the screen."""
    rosa = account("rosa@demonstration.example", "community_researcher")
    officer.goto(f"{walk.host}/forms/keep/{form.key}/")
    walk.look(officer, "form")
    officer.get_by_role("link", name="Field apps").click()
    officer.get_by_role("link", name="Give somebody a field app").click()
    officer.get_by_label("Who collects with it?").select_option(value=rosa.person.public_id)
    press(officer, "Show the square")
    server, name, token = officer.locator("dl.facts--field code").all_inner_texts()
    return FieldApp(over_http(server), name, token)


def answer_with_a_field_app(walk: Walk, officer: Page, form: Form, case: Case) -> None:
    """The list, the form, the answers; sent twice they count once, and a code of nobody is kept to look at."""
    app = field_app(walk, officer, form)
    (offered,) = app.forms()
    assert b"case_code" in app.fetch(offered["downloadUrl"])
    for _again in range(2):
        assert [each.status for each in app.submit(instance(code(case), "wave-1"))] == [201]
    assert [each.status for each in app.submit(instance(code(case), "wave-2"))] == [201]
    officer.goto(walk.host + reverse("field-apps", args=[form.key]))
    assert "no case that is still asked has this code" in officer.inner_text("main")
    walk.look(officer, "field-apps")


def answer_on_the_telephone(walk: Walk, officer: Page, wave: Fieldwork, case: Case) -> None:
    officer.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/cases?reference={case.address.reference}")
    officer.get_by_role("link", name=case.address.reference).click()
    officer.get_by_label("By telephone").check()
    press(officer, "Ask them now")
    choose(officer, "hardly_ever", "not_very_strongly", "male")
    officer.locator("main a.govuk-button").click()
    officer.locator("main form button.govuk-button").last.click()
    officer.get_by_text("Answered", exact=False).first.wait_for()
    walk.look(officer, "case-answered")


def answer_with_an_interviewer(walk: Walk, officer: Page, case: Case) -> None:
    """Given to somebody who sees this case and no other, and asks at the door."""
    nadia, other = (
        account(f"{name}@demonstration.example", "community_researcher") for name in ("nadia", "omar")
    )
    officer.goto(walk.host + reverse("fieldwork-case", args=[case.public_id]))
    officer.get_by_label("Whose case is it?").select_option(value=str(nadia.person.pk))
    press(officer, "Give the case")
    phone, nobody = walk.visitor(nadia), walk.visitor(other)
    assert nobody.goto(officer.url).status == 404
    phone.goto(walk.host + reverse("fieldwork-mine"))
    walk.look(phone, "my-cases")
    phone.get_by_role("main").get_by_role("link", name=case.address.reference).click()
    phone.get_by_label("With an interviewer").check()
    walk.look(phone, "my-case")
    press(phone, "Ask them now")
    choose(phone, "never", "very_strongly", "female")
    phone.locator("main a.govuk-button").click()
    phone.locator("main form button.govuk-button").last.click()
    phone.get_by_text("Answered", exact=False).first.wait_for()
    assert phone.goto(walk.host + reverse("fieldwork-case", args=[case.public_id])).status == 200
    for each in (phone, nobody):
        each.context.close()
