"""Routes of Measure."""

from django.urls import URLPattern, URLResolver, include, path

from weft.measure.views import corrections, demonstration, explore, files, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("measure/", public.picture, name="measure"),
    path("measure/all/", public.picture, {"every_indicator": True}, name="measure-all"),
    path("measure/indicators/<path:indicator_id>/", public.indicator, name="measure-indicator"),
    path("measure/files/<path:indicator_id>/table.<str:kind>", files.table, name="measure-file"),
    path("measure/explore/", explore.index, name="explore"),
    path("measure/explore/<path:indicator_id>/view.<str:kind>", explore.file, name="explore-file"),
    path("measure/explore/<path:indicator_id>/", explore.indicator, name="explore-indicator"),
    path("measure/corrections/", corrections.log, name="corrections"),
    path("measure/how-we-know/", public.how_we_know, name="how-we-know"),
    path("measure/releases/<str:public_id>/", public.release, name="measure-release"),
    path("measure/releases/<str:public_id>/correct", corrections.correct, name="measure-release-correct"),
    path("measure/definitions/", public.definitions, name="definitions"),
    path("measure/how-we-hide-small-numbers/", public.how_we_hide, name="how-we-hide"),
    path("measure/demonstration/", demonstration.demo_data, name="demo-data"),
    path("measure/demonstration/sample.sav", demonstration.demo_sample, name="demo-sample"),
    path("", include("weft.measure.urls_surveys")),
    path("", include("weft.measure.urls_sign_off")),
]
