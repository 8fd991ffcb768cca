"""Play a programme through: its fixture, step by step, through the public actions; then compare its figures.

fixture       fixture.yaml as steps: `repeat`, `each` and `vary` make many of one
world         who and what has come about so far
playing       install the blueprint into an empty database and do every step
comparing     expect.yaml beside the figures
steps         what a step may say; one function each, listed in steps.STEPS
clock         a step happens when it says, not today
"""
