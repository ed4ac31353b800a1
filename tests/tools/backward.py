"""A pytest plugin: after a notebook's last cell, every code cell runs once more, from the last to the first.

A reader goes back to a cell and runs it again: it must work and print the same, so a name means one thing in
a notebook. nbval runs the cells forwards and compares their outputs; the item `backwards` that this plugin
adds to each notebook runs them the other way, in the same kernel, and compares them by nbval's own means.
"""

import pytest
from nbval.plugin import IPyNbFile, NbCellError, nocolors

# What does not bear it today. The list only shrinks: a notebook on it that passes is an error.
NOT_YET = {
    "04_adagrad",
    "05_rmsprop",
    "06_adam",
    "07_which_optimizer",
}


class BothWays(IPyNbFile):
    """A notebook whose cells are followed by one item that runs them backwards."""

    def collect(self):
        forwards = list(super().collect())
        # nbval joins the stored outputs of a cell in place, so the second run has cells of its own
        again = [cell for cell in super().collect() if not cell.options["skip"]]
        yield from forwards
        if again:
            yield Backwards.from_parent(self, name="backwards", forwards=forwards, cells=again[::-1])


class Backwards(pytest.Item):
    """All code cells of a notebook from the last to the first, in the kernel that has just run them."""

    def __init__(self, *, forwards, cells, **kwargs):
        super().__init__(**kwargs)
        self.forwards, self.cells = forwards, cells

    def runtest(self):
        if any(cell.test_outputs is None for cell in self.forwards if not cell.options["skip"]):
            pytest.skip("only after all its cells have run forwards")
        broken = {}
        listed = self.path.stem in NOT_YET
        for cell in self.cells:
            cell.colors = nocolors
            try:
                cell.runtest()
            except NbCellError as error:
                broken[cell.cell.id] = complaint(cell, error)
                if listed:
                    pytest.xfail(f"cell {cell.cell.id}: {broken[cell.cell.id]}")
        if listed:
            pytest.fail(f"{self.path.name} bears it: take it off the list in {__file__}", pytrace=False)
        if broken:
            pytest.fail("\n".join(f"cell {name}: {what}" for name, what in broken.items()), pytrace=False)

    def reportinfo(self):
        return self.path, None, f"{self.path.name}, backwards"


def complaint(cell, error):
    """What is wrong with a cell that was run again, in a few lines."""
    for output in cell.test_outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
    return f"{error}\n{error.inner_traceback or ''}"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    found = yield
    return [BothWays.from_parent(parent, path=file_path) if isinstance(c, IPyNbFile) else c for c in found]
