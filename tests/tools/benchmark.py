"""How fast: python tests/tools/benchmark.py [explorers] [basins] [steps] [digits] [animation]    (or all)

Medians, as absolute times and as ratios measured in the same run; on a busy machine only the ratios count.
What is compared with is measured where it is installed: jax, torch, optax, scikit-learn, Chromium.
"""

import importlib.util
import inspect
import sys
import tempfile
import time
from collections import deque
from itertools import islice
from pathlib import Path

import nbformat
import numpy as np
from browser import CHROMIUM, all_explorers, chromium, lab, notebook, settle, to_cell
from matplotlib.animation import FuncAnimation, PillowWriter

from course_utils import plots
from course_utils.chapters.rough_ground.model import basins as basins_of
from course_utils.descent import descend, iterates
from course_utils.digits import load_digits
from course_utils.gradients import minibatches
from course_utils.network import small_network
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.surfaces import himmelblau, saddle

HIMMELBLAU = himmelblau()
RATES = {sgd: 0.01, momentum: 0.005, nag: 0.005, adagrad: 1.0, rmsprop: 0.1, adam: 0.1}


def has(name):
    return importlib.util.find_spec(name) is not None


def times(*calls, rounds=15):
    """Median seconds of each call; they take turns, so that a busy moment hits all of them."""
    for call in calls:
        call()
    taken = np.empty((rounds, len(calls)))
    for row in taken:
        for k, call in enumerate(calls):
            begin = time.perf_counter()
            call()
            row[k] = time.perf_counter() - begin
    return np.median(taken, axis=0)


def last(states, steps):
    """W after so many steps; no state is kept but the present one."""
    return deque(islice(states, steps + 1), maxlen=1)[0][0]


def line(what, seconds, against="", ratio=None, wanted=""):
    text = f"{what:50s}" + (f"{1e3 * seconds:9.1f} ms" if seconds > 1e-3 else f"{1e6 * seconds:9.1f} µs")
    print(
        text
        if ratio is None
        else f"{text}   {ratio:6.2f} × {against}{f'   (wanted: {wanted})' if wanted else ''}",
        flush=True,
    )


# ------------------------------------------------------------------------------------------ explorers


# the usual way to the picture of notebook 02: the whole figure is drawn again at every change
INTERACT = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, interact
from course_utils.chapters.momentum.model import run as momentum_run
from course_utils.plots import contours, path

@interact(rate=FloatSlider(1.0, min=0.02, max=4, step=0.02, description="η"))
def redraw(rate):
    run = momentum_run(rate, 0.9, 100, -4.0, 1.0, 100)
    fig, axes = plt.subplots(2, 2, figsize=(5.7, 4.3), layout="constrained")
    contours(axes[0, 0], run["surface"])
    path(axes[0, 0], run["path"].T, "momentum")
    axes[0, 1].semilogy(run["loss"])
    alphas = np.linspace(0, 1, 101)
    axes[1, 0].plot(2 * (1 + alphas), alphas)
    axes[1, 0].plot(rate, 0.9, "o")
    axes[1, 1].plot(run["path"][1])
    axes[1, 1].plot(run["v"][1])
    plt.show()
"""
WATCH = """output => {
    window.shown = [];
    const loaded = () => requestAnimationFrame(() => window.shown.push(performance.now() - window.pressed));
    const watch = () => output.querySelectorAll('img').forEach(image => { image.onload = loaded; });
    document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
    new MutationObserver(watch).observe(output, {subtree: true, childList: true});
    watch();
}"""


def latency(page, output, presses=40):
    """Key press on the slider of η to changed pixels: (median ms, changes seen, shown of 30 in a second)."""
    page.wait_for_timeout(10_000)  # JupyterLab goes on with its other cells: until then it is a third slower
    output.evaluate(WATCH)
    output.locator(".widget-inline-hbox", has_text="η").locator("[role=slider]").first.focus()
    single = []
    for k in range(presses):
        page.keyboard.press("ArrowRight" if k % 20 < 10 else "ArrowLeft")
        for _ in range(20):  # until it is shown: else a slow picture would be taken for that of the next key
            page.wait_for_timeout(150)
            if shown := page.evaluate("window.shown.splice(0)"):
                single.append(shown[0])
                break
        page.wait_for_timeout(150)
    begin = time.perf_counter()
    for k in range(30):  # a key held down: it repeats, and comes up at the end
        page.keyboard.down("ArrowRight")
        time.sleep(max(0, begin + (k + 1) / 30 - time.perf_counter()))
    page.keyboard.up("ArrowRight")
    page.wait_for_timeout(100)
    return float(np.median(single)), len(single), len(page.evaluate("window.shown.splice(0)"))


def explorers():
    """Slider key press to changed pixels, in a real JupyterLab in headless Chromium."""
    if CHROMIUM is None or not has("playwright"):
        print("explorers: no Chromium or no playwright")
        return
    book, place = all_explorers()
    with tempfile.TemporaryDirectory() as folder, lab(folder) as (address, _), chromium() as browser:
        usual = nbformat.v4.new_notebook(metadata=book.metadata)
        usual.cells = [nbformat.v4.new_code_cell(source) for source in (INTERACT, "")]
        nbformat.write(usual, Path(folder) / "interact.ipynb")
        with notebook(browser, address, "interact.ipynb", 0) as (page, _):
            base, count, shown = latency(page, to_cell(page, 0))
        line(f"interact, redrawn ({count} changes, {shown} of 30 shown)", base / 1e3)
        nbformat.write(book, Path(folder) / "explorers.ipynb")
        with notebook(browser, address, "explorers.ipynb", len(book.cells) - 2) as (page, _):
            for name, k in place.items():
                settle(page)
                ms, count, shown = latency(page, to_cell(page, k))
                wanted = "≤ 250 ms" if "basins" in name else "≤ 60 ms, ≤ 0.4, 20 of 30"
                line(
                    f"{name} ({count} changes, {shown} of 30 shown)", ms / 1e3, "interact", ms / base, wanted
                )


# --------------------------------------------------------------------------------------------- basins


def starts():
    side = np.linspace(-6, 6, 100)
    return np.stack(np.meshgrid(side, side)).reshape(2, -1)


def python_loop(rule, W, lr):
    for start in W.T:
        last(iterates(rule, HIMMELBLAU.grad, start, lr=lr), 200)


def torch_map(W, lr):
    import torch

    W = torch.tensor(W, requires_grad=True)
    optimizer = torch.optim.Adam([W], lr=lr)
    for _ in range(200):
        x, y = W
        W.grad = torch.stack(
            [4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7), 2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7)]
        ).detach()
        optimizer.step()
    return W.detach().numpy()


def jax_map(lr):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def loss(W):
        return (W[0] ** 2 + W[1] - 11) ** 2 + (W[0] + W[1] ** 2 - 7) ** 2

    def one(W):
        def step(state, _):
            return adam_jax(*state), None

        def adam_jax(W, m, v, t):
            t, g = t + 1, jax.grad(loss)(W)
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            return W - lr * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v, t

        return jax.lax.scan(step, (W, 0 * W, 0 * W, 0), None, 200)[0][0]

    run = jax.jit(jax.vmap(one, in_axes=1, out_axes=1))
    return lambda W: run(W).block_until_ready()


def basins():
    """Which minimum 10,000 starts reach in 200 steps: the map of the explorer, computed anew each time."""
    W, total = starts(), 0
    for rule, lr in RATES.items():
        [seconds] = times(lambda rule=rule, lr=lr: basins_of.__wrapped__(rule, lr), rounds=9)
        total += seconds
        line(f"one map, {rule.__name__}", seconds)
    line("all six maps", total)
    loop = times(lambda: python_loop(adam, W[:, ::100], 0.1), rounds=3)[0] * 100
    line("Adam, a Python loop over runs (scaled up)", loop)
    mine = times(lambda: basins_of.__wrapped__(adam, 0.1))[0]
    if has("torch"):
        line("Adam, torch, batched", t := times(lambda: torch_map(W, 0.1), rounds=7)[0], "ours", t / mine)
    if has("jax"):
        run = jax_map(0.1)
        line("Adam, jax.jit of vmap and scan (compiled)", t := times(lambda: run(W))[0], "ours", t / mine)


# ---------------------------------------------------------------------------------------------- steps


def steps():
    """One step of each rule on 10 to 10,000 weights, against torch's fused or foreach step and Optax.

    In float64, as the course computes; at 10,000 weights also in float32, as torch and Optax do by default.
    """
    for n, dtype in ((10, float), (1000, float), (10_000, float), (10_000, np.float32)):
        for rule in RULES:
            one_step(rule, np.random.default_rng(0).standard_normal(n).astype(dtype))


def one_step(rule, g, repeat=50):
    state = rule(lambda W: g, np.zeros_like(g))

    def ours():
        for _ in range(repeat):
            rule(lambda W: g, *state)

    others = {}
    if has("torch"):
        others["torch"] = torch_step(rule, g, repeat)
    if has("optax"):
        others["Optax, jit"] = optax_step(rule, g, repeat)
    mine, *theirs = times(ours, *others.values(), rounds=25) / repeat
    line(f"step, {rule.__name__}, {len(g):,} weights, {g.dtype}", mine)
    for name, seconds in zip(others, theirs, strict=True):
        line("", mine, name, mine / seconds, "≤ 0.65" if name == "torch" else "")


def torch_step(rule, g, repeat):
    import torch

    torch.set_num_threads(1)
    W = torch.zeros_like(torch.tensor(g), requires_grad=True)
    W.grad = torch.tensor(g)
    make = {
        sgd: lambda: torch.optim.SGD([W], lr=0.01, fused=True),
        momentum: lambda: torch.optim.SGD([W], lr=0.01, momentum=0.9, fused=True),
        nag: lambda: torch.optim.SGD([W], lr=0.01, momentum=0.9, nesterov=True, fused=True),
        adagrad: lambda: torch.optim.Adagrad([W], lr=0.01, fused=True),
        rmsprop: lambda: torch.optim.RMSprop([W], lr=0.01, foreach=True),  # it has no fused form
        adam: lambda: torch.optim.Adam([W], lr=0.01, fused=True),
    }
    optimizer = make[rule]()

    def run():
        for _ in range(repeat):
            optimizer.step()

    return run


def optax_step(rule, g, repeat):
    import jax
    import jax.numpy as jnp
    import optax

    make = {
        sgd: lambda: optax.sgd(0.01),
        momentum: lambda: optax.sgd(0.01, momentum=0.9),
        nag: lambda: optax.sgd(0.01, momentum=0.9, nesterov=True),
        adagrad: lambda: optax.adagrad(0.01),
        rmsprop: lambda: optax.rmsprop(0.01),
        adam: lambda: optax.adam(0.01),
    }
    optimizer = make[rule]()
    jax.config.update("jax_enable_x64", True)
    W, g = jnp.zeros_like(g), jnp.asarray(g)

    @jax.jit
    def step(W, state):
        updates, state = optimizer.update(g, state, W)
        return optax.apply_updates(W, updates), state

    first = optimizer.init(W)

    def run():
        now, state = W, first
        for _ in range(repeat):
            now, state = step(now, state)
        jax.block_until_ready(now)

    return run


# --------------------------------------------------------------------------------------------- digits


def digits(epochs=10, batch=50):
    """The small network with Adam: seconds an epoch and test accuracy, against torch and scikit-learn."""
    data, net, count, score = load_digits(), small_network(), epochs * 1500 // batch, {}

    def ours():
        rng = np.random.default_rng(0)
        grad = minibatches(net.grad, data[:2], batch, rng)
        W = last(iterates(adam, grad, net.start(rng), lr=0.01), count)
        score["ours"] = net.accuracy(W, *data[2:])

    others = {}
    if has("torch"):
        others["torch, usual"] = torch_digits(data, epochs, batch, score, usual=True)
        others["torch, fused"] = torch_digits(data, epochs, batch, score, usual=False)
    if has("sklearn"):
        others["scikit-learn"] = sklearn_digits(data, epochs, batch, score)
    mine, *theirs = times(ours, *others.values(), rounds=5) / epochs
    line(f"digits, one epoch, accuracy {score['ours']:.3f}", mine)
    for name, seconds in zip(others, theirs, strict=True):
        line(f"digits, one epoch, {name}, accuracy {score[name]:.3f}", seconds)
        wanted = {"torch, usual": "≤ 0.20", "scikit-learn": "≤ 0.5"}.get(name, "")
        line("", mine, name, mine / seconds, wanted)


def torch_digits(data, epochs, batch, score, usual):
    """usual: a DataLoader and Adam as it comes; else rows drawn by hand and the fused step. One thread."""
    import torch

    torch.set_num_threads(1)  # more are slower on arrays as small as these
    X, y, X_test, y_test = (torch.tensor(part) for part in data)
    X, X_test = X.float(), X_test.float()

    def run():
        torch.manual_seed(0)
        net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01, fused=not usual)
        loss, samples = torch.nn.CrossEntropyLoss(), torch.utils.data.TensorDataset(X, y)
        loader = torch.utils.data.DataLoader(samples, batch, shuffle=True)
        for _ in range(epochs):
            by_hand = ((X[rows], y[rows]) for rows in torch.randperm(len(X)).split(batch))
            for inputs, classes in loader if usual else by_hand:
                optimizer.zero_grad()
                loss(net(inputs), classes).backward()
                optimizer.step()
        score["torch, usual" if usual else "torch, fused"] = (
            (net(X_test).argmax(dim=1) == y_test).double().mean().item()
        )

    return run


def sklearn_digits(data, epochs, batch, score):
    import warnings

    from sklearn.neural_network import MLPClassifier

    def run():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            net = MLPClassifier(
                (32,),
                alpha=0,
                batch_size=batch,
                learning_rate_init=0.01,
                max_iter=epochs,
                tol=0,
                random_state=0,
            )
            net.fit(data.X_train, data.y_train)
        score["scikit-learn"] = net.score(data.X_test, data.y_test)

    return run


# ------------------------------------------------------------------------------------------ animation


def animation():
    """The race of six rules on the saddle as 60 frames, against matplotlib's PillowWriter."""
    race = [descend(rule, saddle(), 160, start=[1.0, 1e-6], lr=0.01) for rule in RULES]
    size = {}
    plots.display_picture = lambda png, *_: size.update(ours=len(png))

    def ours():
        plots.film(race, "The six rules leave the saddle one after the other.")

    def writer():
        fig, ax = plots.figure(width=5.0, height=3.6)
        plots.contours(ax, race[0].surface)
        lines = [plots.path(ax, w[:1]) for w in race]

        def frame(k):
            for line, w in zip(lines, race, strict=True):
                line.set_data(*w.W[:, : 1 + k * 160 // 59])

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "race.gif"
            FuncAnimation(fig, frame, frames=60).save(file, PillowWriter(fps=10))
            size["writer"] = file.stat().st_size
        plots.plt.close(fig)

    mine, theirs = times(ours, writer, rounds=5)
    line(f"animation, 60 frames, {size['ours'] / 1e3:.0f} kB", mine)
    line(f"PillowWriter, {size['writer'] / 1e3:.0f} kB", theirs, "ours", theirs / mine, "≥ 8, ours ≤ 300 kB")


ALL = {part.__name__: part for part in (basins, steps, digits, animation, explorers)}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        if name not in ALL:
            sys.exit(f"{name} is none of {', '.join(ALL)}")
        print(f"\n{inspect.getdoc(ALL[name])}")
        ALL[name]()
