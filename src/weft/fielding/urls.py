"""Routes of fieldwork: for the office, and the short address where a code is typed."""

from django.urls import path

from weft.fielding.views import cases, closing, coding, letters, planning, sample

ONE = "measure/fieldwork/<str:public_id>/"
CASE = "measure/fieldwork/case/<str:public_id>/"
BATCH = "measure/fieldwork/letters/<str:public_id>/"

urlpatterns = [
    path("s/", coding.type_code, name="survey-code"),
    path("s/begin", coding.start, name="survey-start"),
    path("s/thanks", coding.thanks, name="survey-thanks"),
    path("s/<str:code>", coding.with_code, name="survey-code-with"),
    path("measure/fieldwork/", planning.index, name="fieldwork-list"),
    path("measure/fieldwork/new", planning.new, name="fieldwork-new"),
    path("measure/fieldwork/mine", cases.mine, name="fieldwork-mine"),
    path(CASE, cases.one, name="fieldwork-case"),
    path(CASE + "outcome", cases.outcome, name="fieldwork-case-outcome"),
    path(CASE + "answer", cases.answer, name="fieldwork-case-answer"),
    path(CASE + "give", cases.give, name="fieldwork-case-give"),
    path(BATCH, letters.batch, name="fieldwork-batch"),
    path(BATCH + "letters.pdf", letters.file, name="fieldwork-batch-file"),
    path(BATCH + "sent", letters.sent, name="fieldwork-batch-sent"),
    path(BATCH + "drop", letters.drop, name="fieldwork-batch-drop"),
    path(ONE, planning.one, name="fieldwork-one"),
    path(ONE + "open", planning.begin, name="fieldwork-open"),
    path(ONE + "sample", sample.bring, name="fieldwork-sample"),
    path(ONE + "sample/check", sample.check, name="fieldwork-sample-check"),
    path(ONE + "ways", planning.ways, name="fieldwork-ways"),
    path(ONE + "quotas", planning.quotas, name="fieldwork-quotas"),
    path(ONE + "letters", letters.due_letters, name="fieldwork-letters"),
    path(ONE + "cases", cases.find, name="fieldwork-cases"),
    path(ONE + "rates", planning.rates, name="fieldwork-rates"),
    path(ONE + "close", closing.close, name="fieldwork-close"),
    path(ONE + "unlink", closing.unlink, name="fieldwork-unlink"),
    path(ONE + "measure", closing.measure, name="fieldwork-measure"),
]
