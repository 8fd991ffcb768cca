"""What is kept about a person, made from what the models say of themselves: see, correct, download, erase, retention.

mydata.catalogue  every field of every model, personal or not
mydata.declared   the same for models that are not ours
mydata.subject    everything kept about one person
mydata.actions    correct, download, erase, retention
mydata.notice     the privacy notice, inputs for an impact assessment, the retention schedule
mydata.traces     removing what a database leaves in its files
"""
