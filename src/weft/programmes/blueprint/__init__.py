"""A programme as data: read a folder, check it, compare two versions.

reading        read_blueprint(folder) -> Blueprint; NotABlueprint names every fault by file and line
shelf          the blueprints this service offers
lined          YAML with bounds and line numbers; wording: what the schema minds, in plain words; crossing: references
expressions    three-valued conditions over answers (grammar); vocabulary: the facts that may be counted
words          what a city may say in its own words; difference: what changed between two versions
starter        a folder to begin from
"""
