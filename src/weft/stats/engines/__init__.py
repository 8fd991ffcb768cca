"""The same evidence from data that does not fit in memory, or that lives in another engine.

outline    what is asked, and how the sample was drawn, before there are any people
moments    additive sums of a slice of people; slices add up with +
slicing    from a slice of rows to its moments
finishing  from moments to evidence
sources    a data set cut into slices that never split a PSU
duck, spark, lazy   one engine each, imported when such an object is given
packing    moments as bytes, to travel between machines
"""
