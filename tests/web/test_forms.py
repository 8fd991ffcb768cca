"""Forms come out in GOV.UK markup with hints, errors and names tied together."""

from tests.web.samples import SampleForm


def test_a_text_field_names_its_hint_and_its_error() -> None:
    drawn = str(SampleForm({})["name"].as_field_group())
    assert '<label class="govuk-label" for="id_name">Your name</label>' in drawn
    assert '<div class="govuk-hint" id="id_name_helptext">Any name you like to be called</div>' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'class="govuk-input govuk-input--error"' in drawn
    assert "required" not in drawn


def test_each_kind_has_its_class() -> None:
    form = SampleForm()
    kinds = [(name, form[name].kind) for name in form.fields]
    assert kinds == [
        ("name", "input"),
        ("about", "textarea"),
        ("place", "select"),
        ("kind", "radios"),
        ("needs", "checkboxes"),
        ("agreed", "checkbox"),
        ("file", "file-upload"),
    ]


def test_choices_stand_in_a_named_group() -> None:
    drawn = str(SampleForm({"needs": ["2"]})["needs"].as_field_group())
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_needs_helptext">' in drawn
    assert 'id="id_needs_1" name="needs" type="checkbox" value="2" checked>' in drawn
    assert '<label class="govuk-label govuk-checkboxes__label" for="id_needs_1">Crèche</label>' in drawn


def test_the_summary_links_to_the_first_option() -> None:
    form = SampleForm({})
    assert form["kind"].error_anchor == "id_kind_0"
    assert form["name"].error_anchor == "id_name"


def test_optional_fields_say_so() -> None:
    assert "About the survey (optional)" in str(SampleForm()["about"].as_field_group())


def test_words_from_outside_are_escaped() -> None:
    drawn = str(SampleForm({"name": '"><script>'})["name"].as_field_group())
    assert "<script>" not in drawn
