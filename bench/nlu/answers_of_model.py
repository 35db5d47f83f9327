"""The test set answered by a trained model, in the assistant's environment: its scores as JSON on stdout."""

import json
import sys

from nlu.evaluation import of_model, scores
from nlu.example_files import EXAMPLES, HELD_OUT, examples
from nlu.parse import quietly

if __name__ == "__main__":
    answers = quietly()
    tested = examples(HELD_OUT / EXAMPLES.name)
    found, milliseconds = of_model(sys.argv[1], tested)
    print(json.dumps({**scores(tested, found), "milliseconds": round(milliseconds, 2)}), file=answers)
