"""Routes of people, households, organisations, members, groups and duplicates."""

from django.urls import path

from weft.people.views import duplicates, households, members, organisations, persons

ORGANISATION = "organisations/<str:public_id>/"

urlpatterns = [
    path("people/", persons.people, name="people"),
    path("people/new", persons.add, name="person-add"),
    path("people/<str:public_id>/", persons.person, name="person"),
    path("people/<str:public_id>/change", persons.change, name="person-change"),
    path("people/<str:public_id>/household", households.begin, name="household-begin"),
    path("household/", households.households, name="households"),
    path("household/<str:public_id>/", households.household, name="household"),
    path("household/<str:public_id>/child", households.child_add, name="household-child-add"),
    path("household/<str:public_id>/guardian", households.guardian_add, name="household-guardian-add"),
    path("household/parts/<str:public_id>/", households.child, name="household-child"),
    path("household/parts/<str:public_id>/leave", households.leave, name="household-leave"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new", organisations.add, name="organisation-add"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(ORGANISATION + "change", organisations.change, name="organisation-change"),
    path(ORGANISATION + "verify", organisations.verify, name="organisation-verify"),
    path(ORGANISATION + "members/", members.members, name="members"),
    path(ORGANISATION + "groups/new", organisations.group_add, name="group-add"),
    path("members/<str:public_id>/end", members.end, name="member-end"),
    path("members/<str:public_id>/hand-over", members.hand_over, name="member-handover"),
    path("handovers/<str:public_id>", members.handover, name="handover"),
    path("groups/<str:public_id>/", organisations.group, name="group"),
    path("groups/<str:public_id>/join", organisations.group_join, name="group-join"),
    path("groups/places/<str:public_id>/leave", organisations.group_leave, name="group-leave"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/look-again", duplicates.look_again, name="duplicates-look"),
    path("duplicates/<str:kind>/<str:one>/<str:other>/", duplicates.compare, name="duplicates-compare"),
    path("merges/<str:public_id>/", duplicates.merge, name="merge"),
    path("merges/<str:public_id>/undo", duplicates.undo, name="merge-undo"),
]
