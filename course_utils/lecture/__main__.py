"""Slides of the lessons, each one file that needs no network, and as a PDF where a Chromium is found."""

import argparse
import sys
from pathlib import Path

LESSONS = "[0-9][0-9]_*.ipynb"
SLIDES = Path("build", "lecture", "slides")
EXTRA = {"ziamath", "ziafont", "latex2mathml", "pyreveal"}


def main(arguments=None):
    """Read the command line, write the decks and say where they are."""
    parser = argparse.ArgumentParser("python -m course_utils.lecture", description=__doc__)
    parser.add_argument(
        "numbers", nargs="*", metavar="NN", help="which lessons, as 02 06; without a number all"
    )
    notebooks = _lessons(parser.parse_args(arguments).numbers)
    try:
        from course_utils.lecture import pdf, slides

        browser = pdf.find_chromium()
        for deck in slides.build(notebooks, SLIDES):
            print(deck, flush=True)
            if browser:
                print(pdf.print_pdf(deck, browser), flush=True)
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRA:
            raise
        sys.exit(f'Slides need {missing.name}. In the folder of the course: pip install -e ".[lecture]"')
    except (ValueError, RuntimeError) as error:
        sys.exit(str(error))
    if not browser:
        print("No PDF: neither Chromium nor Chrome nor Edge was found. The slides open in any browser.")


def _lessons(numbers):
    """The notebooks with these numbers, of all lessons without one, in `notebooks/` or else here."""
    found = sorted(Path("notebooks").glob(LESSONS)) or sorted(Path().glob(LESSONS))
    if not found:
        sys.exit(
            f"No lessons in {Path.cwd()}: start in the folder of the course, which has notebooks/00_….ipynb"
        )
    lessons = {path.name[:2]: path for path in found}
    wanted = [number.zfill(2) for number in numbers] or list(lessons)
    if unknown := [number for number in wanted if number not in lessons]:
        sys.exit(f"There is no lesson {', '.join(unknown)}. There are: {' '.join(lessons)}")
    return [lessons[number] for number in dict.fromkeys(wanted)]


if __name__ == "__main__":
    main()
