"""What notebook 07 says of the whole course: tables to choose by, quiz, defaults of the libraries, times."""

import json
import re

import numpy as np
from books import ROOT, book, tables

from course_utils.lecture.minutes import tags

LAST = book("07_which_optimizer")


def test_every_entry_of_the_tables_to_choose_by_has_a_link():
    assert all("](" in row[3] for table in ("choose", "choose-2") for row in tables(LAST, table))
    assert len(tables(LAST, "choose")) >= 6


def test_the_quiz_has_twenty_questions_with_folded_answers():
    quiz = "\n".join(cell.source for cell in LAST.cells if re.fullmatch(r"quiz-\d", cell.id))
    parts = re.split(r"^\*\*(\d+)\.\*\* ", quiz, flags=re.M)[1:]
    assert [int(number) for number in parts[::2]] == list(range(1, 21))
    for text in parts[1::2]:
        assert "<details><summary>Answer</summary>" in text and "](" in text


SPELLED = {
    "PyTorch": {"lr": "lr", "eps": "eps", "gamma": "alpha", "alpha": "momentum"},
    "Keras": {"lr": "learning_rate", "eps": "epsilon", "gamma": "rho", "alpha": "momentum"}
    | {"beta1": "beta_1", "beta2": "beta_2"},
    "Optax": {
        "lr": "rate",
        "eps": "eps",
        "gamma": "decay",
        "alpha": "momentum",
        "beta1": "b1",
        "beta2": "b2",
    },
}


def test_the_table_of_defaults_is_what_the_libraries_have():
    about = json.loads(str(np.load(next((ROOT / "tests").rglob("reference.npz")))["about"]))
    source = next(cell.source for cell in LAST.cells if cell.id == "framework")
    for library, module in (("PyTorch", "torch"), ("Keras", "keras"), ("Optax", "optax")):
        version = re.search(rf"{library} ([\d.]+)", source)[1]
        assert about["versions"][module].startswith(version)
    table = {row[0].lower(): row[1:] for row in tables(LAST, "framework")}
    for (library, names), place in zip(SPELLED.items(), range(3), strict=True):
        for rule in ("sgd", "momentum", "adagrad", "rmsprop", "adam"):
            text = table[rule][place].replace("*", "")
            for ours, value in about["defaults"][library][rule].items():
                if rule == "momentum" and ours == "lr":
                    continue  # as SGD
                if ours == "h":
                    assert f"start {value}" in text
                elif library == "PyTorch" and ours.startswith("beta"):
                    assert str(value) in re.search(r"betas=\((.*?)\)", text)[1].split(", ")
                elif ours == "lr" and value is None:
                    assert "no default rate" in text
                else:
                    said = re.search(rf"\b{names[ours]}=([\w.-]+)", text)[1]
                    assert said == str(value) or float(said) == value, (library, rule, ours)


def test_times_are_drawn_and_never_printed():
    tagged = [cell for cell in LAST.cells if "untested-times" in tags(cell)]
    assert {"price-draw", "real-curves"} <= {cell.id for cell in tagged}
    assert not [cell.id for cell in tagged for output in cell.outputs if output.output_type == "stream"]
