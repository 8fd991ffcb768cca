"""A program for test_races: fifty threads send responses for one code, on the SQLite file of WEFT_DATA."""

import json
import sys

import django

django.setup()

from tests.record.test_races import together  # noqa: E402
from weft.fielding.actions.answering import complete_case  # noqa: E402
from weft.fielding.models import Completion  # noqa: E402
from weft.forms.models import Response  # noqa: E402
from weft.forms.purposes import RefusedSubmission  # noqa: E402


def main(count: int) -> None:
    from django.db import transaction

    sent = list(Response.objects.unscoped("test").filter(public_id__startswith="twin"))

    def send(number: int) -> None:
        with transaction.atomic():
            complete_case(response=sent[number])

    raised = together(send, count)
    refused = sum(isinstance(each, RefusedSubmission) for each in raised)
    others = [repr(each) for each in raised if not isinstance(each, RefusedSubmission)]
    print(json.dumps({"refused": refused, "others": others, "completions": Completion.objects.count()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
