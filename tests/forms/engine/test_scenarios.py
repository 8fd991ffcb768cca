"""530 scripts recorded from ODK's own engine, replayed; what differs is listed in docs/forms-conformance.md."""

from pathlib import Path

import pytest

from tests.forms.engine.replay import Replay, needs_files, scripts

pytestmark = pytest.mark.shared_data

DIFFERING = {
    "WhoVATest.java > regression after [JavaRosa] 2.17.0 > [updates `relevant` state] relevance updates",
    "should retrieve the correct itext value",
    "temporarily include primary instance id: true > enforces `constraint`s defined [on] in a field",
    "`setvalue` > odk-instance-first-load does not update on repeat add",
    "allows multiple `setvalue` elements with the same `ref`",
}


def recorded() -> Path:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / "odk" / "odk_scenarios.jsonl.gz"
        if found.is_file():
            return found
    return pytest.skip("odk_scenarios.jsonl.gz is not here: no folder shared/data above this file")


@pytest.mark.slow
def test_the_scripts_of_odk_give_the_same_states_but_for_those_listed() -> None:
    every = scripts(recorded())
    replayed = [Replay(script).run() for script in every if not needs_files(script)]
    differing = {replay.script["test"] for replay in replayed if replay.wrong}
    assert (len(every), len(replayed)) == (530, 494)
    assert sum(replay.states for replay in replayed) == 6_107
    assert sum(replay.wrong_states for replay in replayed) == 4
    assert len(differing) == sum(1 for replay in replayed if replay.wrong) == 5
    assert {end for end in DIFFERING for name in differing if name.endswith(end)} == DIFFERING


def test_every_eighth_script_of_odk_gives_the_same_states() -> None:
    """The quick version of the one above."""
    replayed = [Replay(script).run() for script in scripts(recorded())[::8] if not needs_files(script)]
    differing = [replay.script["test"] for replay in replayed if replay.wrong]
    assert (len(replayed), sum(replay.states for replay in replayed)) == (63, 618)
    assert all(any(name.endswith(end) for end in DIFFERING) for name in differing)


def test_a_wrong_state_is_noticed() -> None:
    """Control: the comparison can fail."""
    script = next(one for one in scripts(recorded()) if not needs_files(one))
    assert Replay(script).run().wrong == []
    script["steps"][0]["changed"]["/data/count"]["v"] = "7"
    assert Replay(script).run().wrong == ["0 init /data/count: v='' not '7'"]
