"""Gradient descent: what only this chapter needs."""

from course_utils.chapters.gradient_descent.exercises import check

__all__ = ["check"]
