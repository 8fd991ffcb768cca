"""Place packs: what a city is made of, as a folder of data. Two are shipped; a city brings its own."""
