"""What notebook 07 says of the whole course: links between notebooks, claims, quiz, glossary, defaults."""

import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

HERE = Path(__file__).parents[1]
NOTEBOOKS = {path.name: nbformat.read(path, 4) for path in sorted(HERE.parent.glob("notebooks/*.ipynb"))}
LAST = NOTEBOOKS["07_which_optimizer.ipynb"]
HANGUL = "[가-힣]"


def prose(notebook):
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.sub(r"```.*?```|`[^`\n]*`", " ", text, flags=re.S)


def headings(notebook):
    return {line.lstrip("# ").replace(" ", "-") for line in re.findall(r"^#+ .*$", prose(notebook), re.M)}


def rows(cell_id):
    """The rows of the tables of a cell of notebook 07, headers left out."""
    source = next(cell.source for cell in LAST.cells if cell.id == cell_id)
    table = [re.split(r"(?<!\\)\|", line)[1:-1] for line in source.splitlines() if line.startswith("|")]
    rules = [k for k, row in enumerate(table) if set("".join(row)) <= set("-")]
    kept = [row for k, row in enumerate(table) if k not in rules and k + 1 not in rules]
    return [[entry.strip() for entry in row] for row in kept]


def broken_links(text):
    for file, anchor in re.findall(r"\]\((\d\d_\w+\.ipynb)#([^)\s]+)\)", text):
        if anchor not in headings(NOTEBOOKS[file]):
            yield file, anchor


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_links_into_other_notebooks_meet_a_heading(name):
    assert not list(broken_links(prose(NOTEBOOKS[name])))


def test_a_broken_link_is_found():
    assert list(broken_links("[there](02_momentum.ipynb#Nowhere)")) == [("02_momentum.ipynb", "Nowhere")]
    assert not list(broken_links("[there](02_momentum.ipynb#Overshoot)"))


def test_every_claim_of_the_post_has_a_verdict_and_a_place():
    claims = [row for k in range(1, 6) for row in rows(f"claims-{k}")]
    assert [int(row[0]) for row in claims] == list(range(1, 63))
    verdicts = [re.match(r"\W*(right|imprecise|wrong|unclear|unseen)", row[2])[1] for row in claims]
    assert [verdicts.count(v) for v in ("right", "imprecise", "wrong", "unclear", "unseen")] == [
        27,
        24,
        7,
        2,
        2,
    ]
    letters = "".join("x" if verdict == "unseen" else verdict[0] for verdict in verdicts)
    counted = next(cell.source for cell in LAST.cells if cell.id == "claims-count")
    assert "".join(re.findall(r'"([riwux]{5,})"', counted.split("\n")[0])) == letters
    assert all("](" in row[3] for row in claims[:61])  # the last one is about spelling


def test_every_entry_of_the_tables_to_choose_by_has_a_link():
    assert all("](" in row[3] for table in ("choose", "choose-2") for row in rows(table))
    assert len(rows("choose")) >= 6


def test_the_quiz_has_twenty_questions_with_folded_answers():
    quiz = "\n".join(cell.source for cell in LAST.cells if re.fullmatch(r"quiz-\d", cell.id))
    parts = re.split(r"^\*\*(\d+)\.\*\* ", quiz, flags=re.M)[1:]
    assert [int(number) for number in parts[::2]] == list(range(1, 21))
    for text in parts[1::2]:
        assert "<details><summary>Answer</summary>" in text and "](" in text


def test_every_korean_term_of_the_course_is_in_the_glossary():
    glossary = {t.strip() for row in rows("glossary") for k in (1, 3) for t in re.split("[,()]", row[k])}
    own = {
        cell.id for cell in LAST.cells if cell.id in ("glossary", "claims-5")
    }  # claim 62 is about spelling
    for name, notebook in NOTEBOOKS.items():
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and not (notebook is LAST and cell.id in own):
                for note in re.findall(rf"\(([^()]*{HANGUL}[^()]*)\)", cell.source):
                    for term in re.split("[,;/]", note):
                        plain = re.sub(r"[^가-힣 -]", "", term).strip()
                        assert not re.search(HANGUL, plain) or plain in glossary, (name, cell.id, plain)


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
    about = json.loads(str(np.load(HERE / "reference.npz")["about"]))
    source = next(cell.source for cell in LAST.cells if cell.id == "framework")
    for library, module in (("PyTorch", "torch"), ("Keras", "keras"), ("Optax", "optax")):
        version = re.search(rf"{library} ([\d.]+)", source)[1]
        assert about["versions"][module].startswith(version)
    table = {row[0].lower(): row[1:] for row in rows("framework")}
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
    tagged = [cell for cell in LAST.cells if "untested-times" in cell.metadata.get("tags", [])]
    assert {"price-draw", "real-curves"} <= {cell.id for cell in tagged}
    assert not [cell.id for cell in tagged for output in cell.outputs if output.output_type == "stream"]
