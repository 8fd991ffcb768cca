"""Routes of "Bring your survey" and of the demonstration's sign-in."""

from django.urls import path

from weft.measure.views import (
    releasing,
    signing,
    surveys,
    surveys_columns,
    surveys_design,
    surveys_results,
    surveys_weights,
)

SURVEY = "measure/surveys/<str:public_id>/"

urlpatterns = [
    path("sign-in/demonstration", signing.demonstration, name="demo-sign-in"),
    path("measure/surveys/", surveys.index, name="measure-surveys"),
    path("measure/surveys/new", surveys.new, name="measure-survey-new"),
    path(SURVEY, surveys.hub, name="measure-survey"),
    path(SURVEY + "read", surveys.read, name="measure-survey-read"),
    path(SURVEY + "about", surveys.about, name="measure-survey-about"),
    path(SURVEY + "recipe", surveys.recipe, name="measure-survey-recipe"),
    path(SURVEY + "recipe.yaml", surveys.recipe_file, name="measure-survey-recipe-file"),
    path(SURVEY + "remove", surveys.remove, name="measure-survey-remove"),
    path(SURVEY + "columns/", surveys_columns.columns, name="measure-survey-columns"),
    path(SURVEY + "columns/<int:number>/", surveys_columns.column, name="measure-survey-column"),
    path(SURVEY + "columns/<int:number>/codes", surveys_columns.codes, name="measure-survey-codes"),
    path(SURVEY + "columns/<int:number>/own", surveys_columns.own, name="measure-survey-own"),
    path(SURVEY + "design", surveys_design.design, name="measure-survey-design"),
    path(SURVEY + "areas", surveys_design.areas, name="measure-survey-areas"),
    path(SURVEY + "breakdowns", surveys_design.breakdowns, name="measure-survey-breakdowns"),
    path(SURVEY + "weights", surveys_weights.weights, name="measure-survey-weights"),
    path(SURVEY + "weights/<path:name>", surveys_weights.margin, name="measure-survey-margin"),
    path(SURVEY + "check", surveys_results.check, name="measure-survey-check"),
    path(SURVEY + "evidence", surveys_results.evidence, name="measure-survey-evidence"),
    path(SURVEY + "evidence.csv", surveys_results.evidence_file, name="measure-survey-evidence-file"),
    path(SURVEY + "evidence/<path:key>", surveys_results.measure, name="measure-survey-measure"),
    path(SURVEY + "publish", releasing.publish, name="measure-survey-publish"),
    path(SURVEY + "publish/build", releasing.build, name="measure-release-build"),
    path(SURVEY + "publish/ask", releasing.ask, name="measure-release-ask"),
    path(SURVEY + "publish/back", releasing.back, name="measure-release-back"),
    path(SURVEY + "publish/out", releasing.out, name="measure-release-out"),
]
