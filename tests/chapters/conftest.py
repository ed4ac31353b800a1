"""What the tests of chapters share: no figure stays open after a test, and a check of what a figure says."""

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def says_what_one_sees():
    """A check of a figure: it is labelled with a sentence, its alternative text, and bears to be drawn."""

    def check(fig):
        assert len(fig.get_label()) > 30 and fig.get_label().endswith(".")
        fig.canvas.draw()

    return check
