"""Field apps: ODK Collect and its relatives fetch a form, work without a network, and send answers here (OpenRosa 1.0).

What the app and the server say to each other is in `documents`; who may is in `door`; a finished instance is read in
`instance` and kept by `actions`, through the door every response of the forms room takes.
"""
