"""What all tests share: figures open no window, a fixture has each rule, and long files start first."""

from pathlib import Path

import matplotlib
import pytest

from course_utils.optimizers import RULES

matplotlib.use("Agg")

HERE = Path(__file__).parent
# so that no core is left alone with a long file at the end; the last notebooks are the longest
LONG = [HERE / "browser", HERE / "lecture", HERE.parent / "notebooks"]


@pytest.fixture(params=RULES, ids=lambda rule: rule.__name__)
def rule(request):
    """Each of the rules."""
    return request.param


def pytest_collection_modifyitems(items):
    """Sort whole files; the tests of a file keep their order."""
    items.sort(key=lambda item: item.path, reverse=True)
    items.sort(key=lambda item: [folder not in item.path.parents for folder in LONG])
