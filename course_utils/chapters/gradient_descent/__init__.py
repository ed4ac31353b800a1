"""Gradient descent: what only this chapter needs."""

from course_utils.chapters.gradient_descent import figures
from course_utils.chapters.gradient_descent.exercises import check
from course_utils.chapters.gradient_descent.explorer import explore

__all__ = ["check", "explore", "figures"]
