"""Every write of Measure. Each is keyword-only, one transaction, and ends in the state it says."""

from weft.measure.actions.drafting import (
    ask_for_sign_off,
    build_release,
    draft_release,
    start_release,
    take_back,
)
from weft.measure.actions.publish import correct_release, publish_release
from weft.measure.actions.published import import_published
from weft.measure.actions.sign_off import send_back, sign_off
from weft.measure.actions.surveys import change_recipe, move, receive_survey, remove_survey
from weft.measure.actions.work import estimate_survey, read_survey_file, recover_stalled, start_work

__all__ = [
    "ask_for_sign_off",
    "build_release",
    "change_recipe",
    "correct_release",
    "draft_release",
    "estimate_survey",
    "import_published",
    "move",
    "publish_release",
    "read_survey_file",
    "receive_survey",
    "recover_stalled",
    "remove_survey",
    "send_back",
    "sign_off",
    "start_release",
    "start_work",
    "take_back",
]
