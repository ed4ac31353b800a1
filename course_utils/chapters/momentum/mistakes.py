"""The usual mistakes in momentum, and the forms of other authors, as edits of `optimizers.momentum`."""

from course_utils.mistakes import Mistake

# fmt: off
MISTAKES = {
    "uphill": Mistake(
        "the sign of the gradient: this goes uphill", "Subtract η g", "2.1",
        edit=("- ", "+ ")),
    "takes_back": Mistake(
        "the sign of v: the old step is taken back", "α v is added", "2.1",
        edit=("v = ", "v = -")),
    "minus_v": Mistake(
        "v is subtracted from W", "The step is +v; its sign is in v already", "2.2",
        edit=("+ v", "- v")),
    "opposite_v": Mistake(
        "v has the opposite sign: W moves as it should, but v is not the step",
        "The course remembers v, the step itself", "2.1",
        edits=(("- ", "+ "), ("+ v", "- v")),
        remembers="−v, as in Ruder's overview of 2016"),
    "old_W": Mistake(
        "the W before the step is remembered instead of v",
        "The course remembers v, the difference of the two", "2.6",
        edits=(("v=0.0", "v=None"), ("alpha * v", "alpha * (W - (W if v is None else v))"), ("v, v", "v, W")),
        remembers="the W before the step, as in Polyak's form of 1964"),
    "ema": Mistake(
        "this is a moving average (EMA): the gradient is multiplied by 1 − α",
        "v is a sum, so η g enters whole", "2.1",
        edit=("grad(", "(1 - alpha) * grad(")),
    "average_outside": Mistake(
        "v averages the gradients and η stands outside, as in many courses: this is momentum with the rate "
        "(1 − α)η",
        "v is a sum, with η inside and a minus sign; an average needs η/(1 − α)", "2.1",
        edits=(("- lr * ", "+ (1 - alpha) * "), ("+ v", "- lr * v"))),
    "swapped": Mistake(
        "α and 1 − α are swapped", "The past is multiplied by α", "2.1",
        edit=("alpha * v", "(1 - alpha) * v")),
    "lr_outside": Mistake(
        "η stands outside v: the same path only as long as η is constant",
        "η multiplies the gradient inside v", "2.1",
        edits=(("lr * ", ""), ("+ v", "+ lr * v"))),
    "pytorch": Mistake(
        "η stands outside v, which is the sum of the gradients (PyTorch's form)",
        "v is the step itself, with η inside and a minus sign; PyTorch's form is the same only while η is "
        "constant", "2.12",
        edits=(("- lr * ", "+ "), ("+ v", "- lr * v"))),
    "old_v": Mistake(
        "W moves by the old v", "W ← W + v takes the new v", "2.2",
        edits=(("v = ", "v_old = v\n    v = "), ("+ v", "+ v_old"))),
    "lr_on_both": Mistake(
        "η multiplies the old v as well", "η belongs to the gradient alone", "2.1",
        edit=("alpha * v - lr * grad(W)", "lr * (alpha * v - grad(W))")),
    "lr_twice": Mistake(
        "η is used twice, inside v and again in the step", "η is in v already, W ← W + v", "2.2",
        edit=("+ v", "+ lr * v")),
    "without_alpha": Mistake(
        "α is missing: the old step never fades", "The past is multiplied by α", "2.1",
        edit=("alpha * v", "v")),
    "alpha_on_gradient": Mistake(
        "α multiplies the gradient, and the old v never fades",
        "α belongs to the old v, η to the gradient", "2.1",
        edits=(("alpha * v - lr", "v + alpha"), ("+ v", "- lr * v"))),
    "forgets": Mistake(
        "this is SGD: v is never used again", "αv carries the last step on", "2.1",
        edit=("alpha * v - lr", "-lr")),
    "unused_v": Mistake(
        "this is SGD: W does not move by v", "W ← W + v", "2.2",
        edits=(("v = ", "g = grad(W)\n    v = "), ("grad(W)", "g"), ("+ v", "- lr * g"))),
    "unused_average": Mistake(
        "this is SGD: v averages the gradients, but W does not move by it", "W ← W + v", "2.2",
        edits=(("v = ", "g = grad(W)\n    v = "), ("- lr * grad(W)", "+ (1 - alpha) * g"),
               ("+ v", "- lr * g"))),
    "nag": Mistake(
        "this is NAG: the gradient is taken at W + αv", "Take it at W", "2.1",
        edit=("(W)", "(W + alpha * v)")),
    "shifted_nag": Mistake(
        "this is NAG in its shifted form: W moves by αv − ηg with the new v", "W ← W + v", "2.2",
        edits=(("v = ", "g = grad(W)\n    v = "), ("grad(W)", "g"), ("+ v", "+ alpha * v - lr * g"))),
    "clipped": Mistake(
        "the gradient is clipped to [−1, 1]", "Take it as it is", "2.1",
        edit=("grad(W)", "np.clip(grad(W), -1, 1)")),
}
