"""The usual mistakes in AdaGrad, as edits of `optimizers.adagrad`."""

from course_utils.mistakes import Mistake

# fmt: off
MISTAKES = {
    "ema": Mistake(
        "this is a moving average (EMA), not a sum", "h only grows, h ← h + g²", "4.13",
        edit=("h +", "0.9 * h + (1 - 0.9) *")),
    "forgets": Mistake(
        "h forgets: it is the last g² alone", "h ← h + g²", "4.13",
        edit=("h + g", "g")),
    "not_squared": Mistake(
        "h sums g, not g²", "h ← h + g²", "4.13",
        edit=("g * g", "g")),
    "absolute": Mistake(
        "h sums |g|, not g²", "h ← h + g²", "4.13",
        edit=("g * g", "np.abs(g)")),
    "norm": Mistake(
        "h adds up one number for all coordinates", "g² is taken per coordinate", "4.13",
        edit=("g * g", "np.sum(g * g)")),
    "whole_matrix": Mistake(
        "h sums the whole matrix of products", "The course keeps its diagonal, the sum of g²", "4.13",
        edits=(("g * g", "np.outer(g, g)"), ("np.sqrt(h)", "np.sqrt(np.diag(h))")),
        remembers="the whole matrix of products, as in the full form of Duchi, Hazan and Singer (2011)"),
    "eps_in_h": Mistake(
        "ε is added to h, where it adds up", "h sums g² alone; ε is added to √h in the step", "4.13",
        edits=(("g * g", "g * g + eps"), (" + eps", ""))),
    "without_root": Mistake(
        "the root is missing", "Divide by √h + ε", "4.14",
        edit=("np.sqrt(h)", "h")),
    "eps_inside": Mistake(
        "ε is inside the root", "Divide by √h + ε, not by √(h + ε)", "4.14",
        edit=("(np.sqrt(h) + eps)", "np.sqrt(h + eps)")),
    "parentheses": Mistake(
        "parentheses are missing: ε is added to the weight", "Put √h + ε into parentheses", "4.14",
        edit=("(np.sqrt(h) + eps)", "np.sqrt(h) + eps")),
    "eps_on_step": Mistake(
        "parentheses are missing: ε is added to the step", "Put √h + ε into parentheses", "4.14",
        edit=("lr * g / (np.sqrt(h) + eps)", "(lr * g / np.sqrt(h) + eps)")),
    "eps_on_rate": Mistake(
        "parentheses are missing: ε is added to the rate", "Put √h + ε into parentheses", "4.14",
        edit=("lr * g / (np.sqrt(h) + eps)", "(lr / np.sqrt(h) + eps) * g")),
    "minus_eps": Mistake(
        "ε is subtracted from the root", "Divide by √h + ε", "4.14",
        edit=("+ eps", "- eps")),
    "without_eps": Mistake(
        "ε is missing: 0/0 where a gradient is 0", "Divide by √h + ε", "4.14",
        edit=(" + eps", "")),
    "old_h": Mistake(
        "the step divides by the old h", "Add g² first, then divide", "4.14",
        edits=(("h = ", "h_old = h\n    h = "), ("(h)", "(h_old)"))),
    "uphill": Mistake(
        "the sign of the step: this goes uphill", "Subtract it", "4.14",
        edit=("W -", "W +")),
    "unused_h": Mistake(
        "this is SGD: h is summed but never used", "Divide by √h + ε", "4.14",
        edit=(" / (np.sqrt(h) + eps)", "")),
    "lr_in_h": Mistake(
        "η goes into h as well, and cancels", "h sums g² alone, without η", "4.13",
        edit=("g * g", "(lr * g) ** 2")),
    "stores_root": Mistake(
        "h remembers its root", "Keep h itself, and take √h for the step alone", "4.13",
        edits=(("h + g * g", "np.sqrt(h + g * g)"), ("np.sqrt(h)", "h"))),
    "squared_step": Mistake(
        "g is squared in the step, so its sign is lost", "The step is η g / (√h + ε)", "4.14",
        edit=("lr * g", "lr * g * g")),
    "multiplies": Mistake(
        "the step is multiplied by √h", "Divide by √h + ε", "4.14",
        edit=("g /", "g *")),
    "lr_added": Mistake(
        "η is added to the step", "Multiply the step by η", "4.14",
        edit=("lr *", "lr +")),
    "without_lr": Mistake(
        "η is missing", "Multiply the step by η", "4.14",
        edit=("lr * ", "")),
    "starts_at_0.1": Mistake(
        "h starts from 0.1, as in Keras", "Here h starts from 0", "4.13",
        edit=("h=0.0", "h=0.1")),
}
