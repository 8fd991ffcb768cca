"""Routes of the field apps. Under `field/` the names are the protocol's own."""

from django.urls import path

from weft.forms.openrosa.views import app, office

urlpatterns = [
    path("field/formList", app.forms, name="field-list"),
    path("field/forms/<slug:key>/<int:number>/form.xml", app.form, name="field-form"),
    path("field/forms/<slug:key>/<int:number>/manifest.xml", app.form_manifest, name="field-manifest"),
    path("field/submission", app.submission, name="field-submission"),
    path("forms/keep/<slug:key>/field-apps", office.accounts, name="field-apps"),
    path("forms/keep/<slug:key>/field-apps/new", office.make, name="field-app-new"),
    path("forms/keep/field-apps/<str:public_id>/take-back", office.revoke, name="field-app-revoke"),
]
