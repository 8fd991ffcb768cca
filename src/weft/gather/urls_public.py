"""Routes of finding and booking, for everybody."""

from django.urls import path

from weft.gather.views import book, feeds, find, manage, taking_part

urlpatterns = [
    path("gather/", find.home, name="gather"),
    path("gather/find", find.search, name="gather-search"),
    path("gather/near", find.near, name="gather-near"),
    path("gather/sessions/<str:public_id>/", book.session, name="session"),
    path("gather/sessions/<str:public_id>/book", book.book, name="session-book"),
    path("gather/sessions/<str:public_id>/calendar.ics", book.calendar, name="session-calendar"),
    path("gather/programmes/<slug:key>/", taking_part.sessions, name="programme-sessions"),
    path("open/", feeds.feeds, name="open-data"),
    path("open/session-series", feeds.series, name="open-series"),
    path("open/scheduled-sessions", feeds.sessions, name="open-sessions"),
    path("gather/booked/<str:token>/code", book.confirm, name="booking-code"),
    path("gather/booked/<str:token>/", manage.manage, name="manage-booking"),
    path("gather/booked/<str:token>/cancel", manage.cancel, name="manage-cancel"),
    path("gather/booked/<str:token>/answer", manage.answer, name="manage-offer"),
    path("gather/booked/<str:token>/mixing", manage.mixing, name="manage-mixing"),
]
