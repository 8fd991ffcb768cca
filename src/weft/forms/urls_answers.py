"""Routes of answers out and paper in."""

from django.urls import path

from weft.forms.views import exports, keying, paper

urlpatterns = [
    path("forms/<slug:key>/answers/", exports.answers, name="form-answers"),
    path("forms/<slug:key>/answers/export/", exports.export_ask, name="form-export-ask"),
    path("forms/exports/<str:public_id>/", exports.export_one, name="form-export-one"),
    path("forms/exports/<str:public_id>/file/", exports.export_file, name="form-export-file"),
    path("forms/<slug:key>/print/", paper.whole, name="form-print"),
    path("forms/<slug:key>/paper/", paper.paper, name="form-paper"),
    path("forms/<slug:key>/returns/", keying.returns, name="form-papers"),
    path("forms/<slug:key>/returns/key/", keying.key_paper, name="form-paper-key"),
    path("forms/returns/<str:public_id>/settle/", keying.settle, name="form-paper-settle"),
]
