"""Routes of teams and tables, and of how mixed a session was."""

from django.urls import path

from weft.gather.teams.views import changing, making, mixing

AT = "gather/registers/<str:public_id>/"

urlpatterns = [
    path(AT + "teams", making.teams, name="teams"),
    path(AT + "teams/new", making.new, name="teams-new"),
    path(AT + "teams/meetings", making.meetings, name="teams-meetings"),
    path(AT + "teams/use", making.use, name="teams-use"),
    path(AT + "teams/again", making.again, name="teams-again"),
    path(AT + "teams/print", making.printed, name="teams-print"),
    path(AT + "teams/move", changing.move, name="teams-move"),
    path(AT + "teams/lock", changing.lock, name="teams-lock"),
    path(AT + "teams/wishes", changing.wishes, name="teams-wishes"),
    path(AT + "teams/wishes/drop", changing.unwish, name="teams-wish-drop"),
    path(AT + "mixing", mixing.of_one_session, name="session-mixing"),
]
