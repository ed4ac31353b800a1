"""The promises of the notebooks, and who keeps which.

A promise is a function of a `Book` that yields (cell id, complaint). The notebooks of the first edition stand
on a list that only shrinks: they keep what they always kept, and are rewritten to keep the rest.
"""

import promises_of_files as files
import promises_of_lessons as lessons
import promises_of_text as text
from books import DIVES, LESSONS

NOT_YET = {
    "04_adagrad",
    "05_rmsprop",
    "06_adam",
    "07_which_optimizer",
}

EACH = [
    files.clean_metadata,
    files.run_in_order,
    files.outputs_are_committed,
    files.no_exception_is_waved_through,
    files.few_digits,
    files.light,
    files.small_cells,
    files.imports_once,
    files.a_missing_package_is_explained,
    text.a_sentence_before_code,
    text.equations_are_evaluated,
    text.equations_are_numbered,
    text.sides_differ,
    text.figures_speak,
    text.portable_markdown,
    text.links_lead_somewhere,
    lessons.titled,
    lessons.mistakes_point_to_equations,
    lessons.exercises_are_unsolved,
    lessons.explorers_stay_when_the_kernel_goes,
    lessons.minutes_of_links_hold,
]
LESSON = [lessons.slide_types, lessons.has_an_explorer]
FIRST_EDITION = [text.figures_are_asserted, lessons.first_skeleton]
SECOND_EDITION = [
    files.narrow_code,
    files.little_drawing,
    files.hidden_code_draws,
    files.asserts_are_claims,
    text.captions_conclude,
    text.derivations_are_displayed,
    text.predictions_are_folded,
    lessons.known_tags,
    lessons.minutes_are_stated,
]
SECOND_LESSON = [
    lessons.skeleton,
    lessons.marks_mean_what_they_say,
    lessons.notes_for_the_lecturer,
    lessons.budget,
]
DIVE = [lessons.dive_is_short, lessons.dive_checks_and_draws]

PROMISES = [*EACH, *LESSON, *FIRST_EDITION, *SECOND_EDITION, *SECOND_LESSON, *DIVE]


def promised(name):
    """The promises that the notebook of this name keeps."""
    if name in DIVES:
        return EACH + SECOND_EDITION + DIVE
    return EACH + LESSON + (FIRST_EDITION if name in NOT_YET else SECOND_EDITION + SECOND_LESSON)


KEPT = [(promise, name) for name in [*LESSONS, *DIVES] for promise in promised(name)]
