"""The fact check: every claim has a verdict and a place, and every Korean term is in the glossary."""

import re

from books import DIVES, LESSONS, book, tables

CHECK = book("deeper/fact_check")
CLAIMS = [row for k in range(1, 6) for row in tables(CHECK, f"claims-{k}")]
HANGUL = "[가-힣]"


def verdict(row):
    return re.match(r"\W*(right|imprecise|wrong|unclear|unseen)", row[2])[1]


def test_every_claim_of_the_post_has_a_verdict_and_a_place():
    assert [int(row[0]) for row in CLAIMS] == list(range(1, 63))
    assert all(map(verdict, CLAIMS))
    assert all("](" in row[3] for row in CLAIMS[:61])  # the last one is about spelling


def test_the_score_is_that_of_the_tables():
    counted = next(cell.source for cell in CHECK.cells if cell.id == "claims-count")
    letters = "".join("x" if verdict(row) == "unseen" else verdict(row)[0] for row in CLAIMS)
    assert "".join(re.findall(r'": "([riwux]+)",', counted)) == letters


def test_the_sentence_above_the_tables_has_their_score():
    said = next(cell.source for cell in CHECK.cells if cell.id == "claims-1")
    score = [[*map(verdict, CLAIMS)].count(v) for v in ("right", "imprecise", "wrong", "unclear", "unseen")]
    right, imprecise, wrong, unclear, unseen = score
    assert (
        f"{right} are right, {imprecise} lack a condition, {wrong} are wrong, {unclear} are unclear" in said
    )
    assert f"{unseen} are pictures that we have not seen" in said and f"makes {sum(score)} statements" in said


def test_every_korean_term_of_the_course_is_in_the_glossary():
    rows = tables(CHECK, "glossary")
    glossary = {term.strip() for row in rows for k in (1, 3) for term in re.split("[,()]", row[k])}
    for notebook in map(book, [*LESSONS, *DIVES]):
        for cell in notebook.markdown:
            if notebook is CHECK and cell.id in ("glossary", "claims-5"):  # claim 62 is about spelling
                continue
            for note in re.findall(rf"\(([^()]*{HANGUL}[^()]*)\)", cell.source):
                for term in re.split("[,;/]", note):
                    plain = re.sub(r"[^가-힣 -]", "", term).strip()
                    assert not re.search(HANGUL, plain) or plain in glossary, (notebook.name, cell.id, plain)
