"""Noise: what only this deep dive needs."""

from course_utils.chapters.noise import figures
from course_utils.chapters.noise.experiments import batch_errors, samples_needed

__all__ = ["batch_errors", "figures", "samples_needed"]
