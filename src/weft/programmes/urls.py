"""Routes of programmes."""

from django.urls import path

from weft.programmes.views import asking, evidence, gallery, outcomes, public, running

RUN = "programmes/run/<slug:key>/"

urlpatterns = [
    path("programmes/blueprints/", gallery.gallery, name="blueprints"),
    path("programmes/blueprints/<slug:name>/", gallery.preview, name="blueprint"),
    path("programmes/blueprints/<slug:name>/install", gallery.installing, name="blueprint-install"),
    path("programmes/run/", running.listing, name="programme-list"),
    path(RUN, running.page, name="programme-run"),
    path(RUN + "words/<slug:part>", running.words, name="programme-words"),
    path(RUN + "where", running.where, name="programme-where"),
    path(RUN + "move", running.move, name="programme-move"),
    path(RUN + "upgrade", running.upgrading, name="programme-upgrade"),
    path(RUN + "edition", running.edition, name="edition-open"),
    path(RUN + "outcome", outcomes.outcome, name="programme-outcome"),
    path(RUN + "grant", outcomes.grant, name="programme-grant"),
    path("programmes/evidence/", evidence.listing, name="evidence-list"),
    path("programmes/evidence/<str:public_id>/", evidence.check, name="evidence-check"),
    path("programmes/", public.listing, name="programmes"),
    path("programmes/<slug:key>/", public.page, name="programme"),
    path("programmes/<slug:key>/answer/<slug:wave>/", asking.ask, name="programme-answer"),
    path("my/evidence/", evidence.own, name="evidence-own"),
    path("my/evidence/offer", evidence.offer, name="evidence-offer"),
]
