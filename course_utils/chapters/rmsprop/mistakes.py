"""The usual mistakes in RMSProp, as edits of `optimizers.rmsprop`."""

from course_utils.mistakes import Mistake

# fmt: off
MISTAKES = {
    "sum": Mistake(
        "this is AdaGrad: h is a sum", "h is an average, γh + (1 − γ)g²", "5.4",
        edits=(("gamma * h", "h"), ("(1 - gamma) * ", ""))),
    "fading_sum": Mistake(
        "1 − γ is missing: a fading sum, no average", "g² is multiplied by 1 − γ", "5.4",
        edit=("(1 - gamma) * ", "")),
    "past_kept": Mistake(
        "the past is added to h instead of taking its place: h + γh + (1 − γ)g²",
        "h ← γh + (1 − γ)g²", "5.4",
        edit=("gamma * h", "h + gamma * h")),
    "swapped": Mistake(
        "γ and 1 − γ are swapped", "The past is multiplied by γ", "5.4",
        edits=(("gamma * h", "(1 - gamma) * h"), ("(1 - gamma)", "gamma"))),
    "not_squared": Mistake(
        "h averages g, not g²", "Square the gradient", "5.4",
        edit=("g * g", "g")),
    "absolute": Mistake(
        "h averages |g|, not g²", "Square the gradient", "5.4",
        edit=("g * g", "np.abs(g)")),
    "norm": Mistake(
        "h averages one number for all coordinates", "g² is taken per coordinate", "5.4",
        edit=("g * g", "np.sum(g * g)")),
    "squared_weight": Mistake(
        "1 − γ is squared together with g", "Only the gradient is squared", "5.4",
        edit=("(1 - gamma) * g * g", "((1 - gamma) * g) ** 2")),
    "forgets": Mistake(
        "h forgets at once: the past is missing", "Add γh, the faded past", "5.4",
        edit=("gamma * h + ", "")),
    "first_square": Mistake(
        "h starts from the first g²: a good mend, but the rule as published starts from 0",
        "Begin with h = 0", "5.4",
        edits=(("h=0.0", "h=None"), ("h = ", "h = g * g if h is None else "))),
    "starts_at_1": Mistake(
        "h starts from 1, as in TensorFlow 1", "Begin with h = 0", "5.4",
        edit=("h=0.0", "h=1.0")),
    "stores_root": Mistake(
        "h remembers its root", "Keep h itself, and take √h for the step alone", "5.4",
        edits=(("gamma * h + (1 - gamma) * g * g", "np.sqrt(gamma * h + (1 - gamma) * g * g)"),
               ("np.sqrt(h)", "h"))),
    "eps_in_h": Mistake(
        "ε is added to h, where it adds up", "h averages g² alone; ε is added to √h in the step", "5.4",
        edits=(("g * g", "g * g + eps"), (" + eps", ""))),
    "without_root": Mistake(
        "the root is missing", "Divide by √h + ε", "5.11",
        edit=("np.sqrt(h)", "h")),
    "eps_inside": Mistake(
        "ε is inside the root", "Divide by √h + ε, not by √(h + ε)", "5.11",
        edit=("(np.sqrt(h) + eps)", "np.sqrt(h + eps)")),
    "parentheses": Mistake(
        "parentheses are missing: ε is added to the weight", "Put √h + ε into parentheses", "5.11",
        edit=("(np.sqrt(h) + eps)", "np.sqrt(h) + eps")),
    "eps_on_step": Mistake(
        "parentheses are missing: ε is added to the step", "Put √h + ε into parentheses", "5.11",
        edit=("lr * g / (np.sqrt(h) + eps)", "(lr * g / np.sqrt(h) + eps)")),
    "eps_on_rate": Mistake(
        "parentheses are missing: ε is added to the rate", "Put √h + ε into parentheses", "5.11",
        edit=("lr * g / (np.sqrt(h) + eps)", "(lr / np.sqrt(h) + eps) * g")),
    "minus_eps": Mistake(
        "ε is subtracted from the root", "Divide by √h + ε", "5.11",
        edit=("+ eps", "- eps")),
    "without_eps": Mistake(
        "ε is missing: 0/0 where a gradient is 0", "Divide by √h + ε", "5.11",
        edit=(" + eps", "")),
    "old_h": Mistake(
        "the step divides by the old h", "Average first, then divide", "5.11",
        edits=(("h = ", "h_old = h\n    h = "), ("(h)", "(h_old)"))),
    "uphill": Mistake(
        "the sign of the step: this goes uphill", "Subtract it", "5.11",
        edit=("W -", "W +")),
    "unused_h": Mistake(
        "this is SGD: h is averaged but never used", "Divide by √h + ε", "5.11",
        edit=(" / (np.sqrt(h) + eps)", "")),
    "multiplies": Mistake(
        "the step is multiplied by √h", "Divide by √h + ε", "5.11",
        edit=("g /", "g *")),
    "lr_added": Mistake(
        "η is added to the step", "Multiply the step by η", "5.11",
        edit=("lr *", "lr +")),
    "without_lr": Mistake(
        "η is missing", "Multiply the step by η", "5.11",
        edit=("lr * ", "")),
}
