"""The record: what was done, by whom and why, in a chain that cannot be altered unnoticed; and the facts that
outlive people's data. Every write of consequence calls `record_event` inside its own transaction, last.

record.actions    record_event, record_fact
record.chain      numbers and digests: how a row follows the one before
record.triggers   the database itself refuses to change, remove or slip in a row
record.anchors    where the record stood, in a file outside the database: anchor()
record.verifying  verify(): is the record whole? (`./weft verify`; independently tools/verify_record.py)
record.queries    timeline_of(thing), and the auditor's list
record.once       a retry with the same idempotency key does nothing twice: do_once
record.keys       sealing: AES-GCM under a key of each holder, wrapped by a key file outside the database
record.rotation   a new master key
record.personal   how a model says what each of its fields holds about a person
record.ids        public ids and pseudonymous keys

A form that makes something carries an idempotency key, from page to action:

    class UploadForm(forms.Form):
        once = OnceField()                                              # weft.web.once: hidden, fresh on each GET

    receive_survey(file=..., key=form.cleaned_data["once"], by=account)  # the view

    def receive_survey(*, file, by, key=""):                             # the action
        return do_once(key=key, action="measure.survey.receive", by=by, make=lambda: _received(...))

A page of any room shows what happened to its thing with

    {"events": timeline_of(thing)}   and   {% include "record/timeline.html" %}
"""
