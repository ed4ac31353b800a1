"""Gradient checks: how do I know that my gradient is right? Planted bugs, and the figures."""

from course_utils.chapters.gradient_checks import figures
from course_utils.chapters.gradient_checks.bugs import planted

__all__ = ["figures", "planted"]
