"""What a step of a fixture may do. A room adds its own functions here: name -> function of (world, said)."""

from collections.abc import Callable, Mapping

from weft.replay.steps import gather, pairs, programme
from weft.replay.world import Said, World

Doing = Callable[[World, Said], None]

STEPS: Mapping[str, Doing] = {
    **programme.STEPS,
    **gather.STEPS,
    **pairs.STEPS,
}
