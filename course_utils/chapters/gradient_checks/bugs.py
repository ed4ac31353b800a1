"""Bugs to be found: one edit of a function that is right."""

from course_utils.mistakes import Mistake, wrong_version


def planted(function, right, wrong):
    """The function with `wrong` written in the one place where `right` stands in its source.

    ValueError where `right` does not stand there exactly once.
    """
    return wrong_version(function, Mistake("a planted bug", "", "", edit=(right, wrong)))
