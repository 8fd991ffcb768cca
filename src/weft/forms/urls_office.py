"""Routes of the pages where officers keep forms."""

from django.urls import path

from weft.forms.views import office, office_versions

FORM = "forms/keep/<slug:key>/"
VERSION = FORM + "<int:number>/"

urlpatterns = [
    path("forms/keep/", office.index, name="form-list"),
    path("forms/keep/new", office.new, name="form-new"),
    path("forms/keep/begin", office.start, name="form-begin"),
    path(FORM, office.page, name="form-page"),
    path(FORM + "bring", office.bring_version, name="form-bring"),
    path(VERSION, office_versions.version, name="form-version"),
    path(VERSION + "move", office_versions.move, name="form-move"),
    path(VERSION + "publish", office_versions.publishing, name="form-publish"),
    path(VERSION + "questions", office_versions.insert, name="form-insert"),
    *[
        path(VERSION + f"file.{kind}", office_versions.source, {"kind": kind}, name=f"form-file-{kind}")
        for kind in ("source", "xlsx", "md", "csv")
    ],
]
