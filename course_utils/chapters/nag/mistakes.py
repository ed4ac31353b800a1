"""The usual mistakes in NAG, and the forms of other authors, as edits of `optimizers.nag`."""

from course_utils.mistakes import Mistake

# fmt: off
MISTAKES = {
    "at_W": Mistake(
        "this is momentum: the gradient is taken at W", "NAG asks for it at W + αv", "3.1",
        edit=("(W + alpha * v)", "(W)")),
    "behind": Mistake(
        "the gradient is taken at W − αv, behind", "Look ahead, at W + αv", "3.1",
        edit=("(W +", "(W -")),
    "looks_too_far": Mistake(
        "α is missing in the look-ahead", "Look at W + αv, not at W + v", "3.1",
        edit=("alpha * v)", "v)")),
    "whole_step": Mistake(
        "the gradient is taken after a whole step of momentum, at W + αv − ηg",
        "Look at W + αv, where no gradient is needed yet", "3.1",
        edit=("v)", "v - lr * grad(W))")),
    "ahead_twice": Mistake(
        "W stays at the look-ahead point, so αv is added twice", "v is added to W itself", "3.2",
        edits=(("v = ", "W = W + alpha * v\n    v = "), ("(W + alpha * v)", "(W)"))),
    "of_the_post": Mistake(
        "αv is added to the gradient instead of to W: this is momentum with α(1 − η)",
        "The gradient function is called at W + αv", "3.1",
        edit=("grad(W + alpha * v)", "(grad(W) + alpha * v)")),
    "opposite_v": Mistake(
        "v has the opposite sign: W moves as it should, but v is not the step",
        "The course remembers v, the step itself", "3.1",
        edits=(("- ", "+ "), ("(W +", "(W -"), ("+ v", "- v")),
        remembers="−v, as in Ruder's overview of 2016"),
    "old_W": Mistake(
        "the W before the step is remembered instead of v",
        "The course remembers v, the difference of the two", "3.1",
        edits=(
            ("v=0.0", "v=None"),
            ("v = alpha * v - lr * grad(W + alpha * v)", "y = W + alpha * (W - (W if v is None else v))"),
            ("W + v, v", "y - lr * grad(y), W"),
        ),
        remembers="the W before the step, as in the form with two sequences, y = W + α(W − W_old)"),
    "pytorch": Mistake(
        "this is PyTorch's form: it follows the look-ahead point W + αv, and what it remembers is the sum of "
        "the gradients",
        "Here W itself is asked for, and v is the step", "3.12",
        edits=(("v = ", "g = grad(W)\n    v = "), ("- lr * grad(W + alpha * v)", "+ g"),
               ("+ v", "- lr * (g + alpha * v)"))),
    "new_v": Mistake(
        "this is the shifted form with the new v where the old one belongs",
        "The shifted form reads W ← W + α²v − (1+α) η g with the v from before the step", "3.10",
        edits=(("v = ", "g = grad(W)\n    v = "), ("grad(W + alpha * v)", "g"),
               ("+ v", "+ alpha * alpha * v - (1 + alpha) * lr * g"))),
    "shifted": Mistake(
        "this is the shifted form (Keras): it follows the look-ahead point W + αv instead of W",
        "Here W itself is asked for", "3.10",
        edits=(("v = ", "g = grad(W)\n    v = "), ("grad(W + alpha * v)", "g"),
               ("+ v", "+ alpha * v - lr * g"))),
    "uphill": Mistake(
        "the sign of the gradient: this goes uphill", "Subtract η g(W + αv)", "3.1",
        edit=("- ", "+ ")),
    "takes_back": Mistake(
        "the sign of v: the old step is taken back", "αv is added", "3.1",
        edit=("v = ", "v = -")),
    "minus_v": Mistake(
        "v is subtracted from W", "The step is +v", "3.2",
        edit=("+ v", "- v")),
    "ema": Mistake(
        "this is a moving average (EMA): the gradient is multiplied by 1 − α",
        "v is a sum, so η g enters whole", "3.1",
        edit=("grad(", "(1 - alpha) * grad(")),
    "lr_outside": Mistake(
        "η stands outside v, so αv is not the step that was looked ahead",
        "η multiplies the gradient inside v", "3.1",
        edits=(("lr * ", ""), ("+ v", "+ lr * v"))),
    "sum_of_gradients": Mistake(
        "v is the sum of the gradients, with η outside: the same path only as long as η is constant",
        "v is the step itself, with η inside and a minus sign", "3.1",
        edits=(("- lr * ", "+ "), ("(W + alpha", "(W - lr * alpha"), ("+ v", "- lr * v"))),
    "swapped": Mistake(
        "α and 1 − α are swapped", "The past is multiplied by α", "3.1",
        edits=(("= alpha", "= (1 - alpha)"), ("+ alpha", "+ (1 - alpha)"))),
    "clipped": Mistake(
        "the gradient is clipped to [−1, 1]", "Take it as it is", "3.1",
        edits=(("* grad", "* np.clip(grad"), ("v)\n", "v), -1, 1)\n"))),
}
