"""Routes of pairs: the coordinator's, a resident's own, and those of the links in letters."""

from django.urls import path

from weft.gather.pairing.views import link, mine, staff, staff_pair

urlpatterns = [
    path("gather/pairs", staff.pools, name="pair-pools"),
    path("gather/pairs/open/<slug:edition>/<slug:key>", staff.open_pool, name="pair-pool-open"),
    path("gather/pairs/<slug:public_id>", staff.board_page, name="pair-board"),
    path("gather/pairs/<slug:public_id>/suggest", staff.suggest_pairs, name="pair-suggest"),
    path("gather/pairs/<slug:public_id>/decide", staff.decide, name="pair-decide"),
    path("gather/pairs/<slug:public_id>/enter", staff.enter, name="pair-enter"),
    path("gather/pairs/entry/<slug:public_id>", staff.entry, name="pair-entry"),
    path("gather/pairs/pair/<slug:public_id>", staff_pair.pair, name="pair-page"),
    path("gather/pairs/pair/<slug:public_id>/end", staff_pair.end, name="pair-end"),
    path("gather/pairs/pair/<slug:public_id>/meeting/<int:number>", staff_pair.meeting, name="pair-meeting"),
    path("my/pairs", mine.pairs, name="my-pairs"),
    path("my/pairs/join/<slug:public_id>", mine.join, name="my-pairs-join"),
    path("my/pairs/entry/<slug:public_id>", mine.entry, name="my-pairs-entry"),
    path("my/pairs/apart/<int:number>", mine.let_meet, name="my-pairs-let-meet"),
    path("pairs/<slug:word>", link.pair, name="pair-link"),
    path("pairs/<slug:word>/meeting/<int:number>", link.meeting, name="pair-link-meeting"),
    path("pairs/<slug:word>/more", link.more, name="pair-link-more"),
    path("pairs/<slug:word>/end", link.end, name="pair-link-end"),
]
