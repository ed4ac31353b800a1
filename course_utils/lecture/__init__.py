"""What a lecturer takes along, built from the notebooks.

    formulas     LaTeX as pictures inside the page
    fonts        the letters of a deck, inside the page
    slides       a notebook as one file of slides
    pdf          the same as pages, where a Chromium is found

`python -m course_utils.lecture` builds the slides; it needs `pip install -e ".[lecture]"`.
"""
