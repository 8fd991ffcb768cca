"""Routes of the room, of the airlock, and of those who open surveys."""

from django.urls import path

from weft.inside.views import airlock, leaving, openings, room

IN = "measure/inside/"
SURVEY = IN + "survey/<str:public_id>/"
TABLE = IN + "tables/<str:public_id>/"
OUT = IN + "out/<str:public_id>/"
OPENING = IN + "openings/<str:public_id>/"
AIRLOCK = "measure/airlock/"

urlpatterns = [
    path(IN, room.index, name="inside"),
    path(IN + "log/", airlock.log, name="inside-log"),
    path(IN + "openings/", openings.index, name="inside-openings"),
    path(IN + "openings/new", openings.new, name="inside-open"),
    path(OPENING, openings.one, name="inside-opening"),
    path(OPENING + "close", openings.close, name="inside-close"),
    path(SURVEY, room.survey, name="inside-survey"),
    path(SURVEY + "spent", room.spent, name="inside-spent"),
    path(SURVEY + "out", leaving.file_out, name="inside-file-out"),
    path(TABLE, room.table, name="inside-table"),
    path(TABLE + "out", leaving.table_out, name="inside-table-out"),
    path(OUT, leaving.output, name="inside-output"),
    path(OUT + "withdraw", leaving.output_withdraw, name="inside-output-withdraw"),
    path(OUT + "file", leaving.output_file, name="inside-output-file"),
    path(AIRLOCK, airlock.index, name="airlock"),
    path(AIRLOCK + "<str:public_id>/", airlock.output, name="airlock-output"),
    path(AIRLOCK + "<str:public_id>/back", airlock.back, name="airlock-back"),
    path(AIRLOCK + "<str:public_id>/file", airlock.file, name="airlock-file"),
    path(AIRLOCK + "<str:public_id>/counts/<str:table_id>", airlock.counts, name="airlock-counts"),
]
