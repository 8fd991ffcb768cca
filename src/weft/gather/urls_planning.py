"""Routes of hosts and of calendars."""

from django.urls import path

from weft.gather.views import calendars, mine, planning, planning_programmes, planning_sessions

urlpatterns = [
    path("planning/", planning.planning, name="planning"),
    path("planning/activities/new/", planning.new, name="planning-activity-new"),
    path("planning/activities/<str:public_id>/", planning.activity, name="planning-activity"),
    path("planning/activities/<str:public_id>/change/", planning.change, name="planning-activity-change"),
    path("planning/activities/<str:public_id>/session/", planning_sessions.new, name="planning-session-new"),
    path("planning/activities/<str:public_id>/series/", planning_sessions.series, name="planning-series"),
    path("planning/programmes/<slug:key>/", planning_programmes.programme, name="planning-programme"),
    path(
        "planning/programmes/<slug:key>/<slug:kind>/",
        planning_programmes.activity,
        name="planning-programme-activity",
    ),
    path("planning/sessions/<str:public_id>/", planning_sessions.session, name="planning-session"),
    path(
        "planning/sessions/<str:public_id>/change/", planning_sessions.change, name="planning-session-change"
    ),
    path("planning/sessions/<str:public_id>/places/", planning_sessions.places, name="planning-places"),
    path(
        "planning/sessions/<str:public_id>/cancel/", planning_sessions.cancel, name="planning-session-cancel"
    ),
    path("my/bookings/", mine.bookings, name="my-bookings"),
    path("calendar/mine/", calendars.mine, name="my-calendar"),
    path("calendar/bookings/<str:token>.ics", calendars.booking, name="calendar-of-booking"),
    path("calendar/people/<str:secret>.ics", calendars.person, name="calendar-of-person"),
    path("calendar/hosts/<str:public_id>.ics", calendars.organisation, name="calendar-of-organisation"),
    path("calendar/programmes/<slug:key>.ics", calendars.programme, name="calendar-of-programme"),
]
