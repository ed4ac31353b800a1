"""Rough ground: what only this chapter needs."""

from course_utils.chapters.rough_ground import figures
from course_utils.chapters.rough_ground.explorer import explore

__all__ = ["explore", "figures"]
