"""NAG: what only this chapter needs."""

from course_utils.chapters.nag import figures
from course_utils.chapters.nag.exercises import check
from course_utils.chapters.nag.explorer import explore
from course_utils.chapters.nag.model import wall

__all__ = ["check", "explore", "figures", "wall"]
