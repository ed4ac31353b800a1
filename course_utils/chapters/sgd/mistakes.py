"""The usual mistakes in SGD, as edits of `optimizers.sgd`."""

from course_utils.mistakes import Mistake

# fmt: off
MISTAKES = {
    "uphill": Mistake(
        "the sign of the gradient: this goes uphill", "Subtract η g", "1.5",
        edit=("W -", "W +")),
    "without_lr": Mistake(
        "the learning rate is missing", "Multiply the gradient by η", "1.5",
        edit=("lr * ", "")),
    "step_only": Mistake(
        "this is the step alone, not the new W", "Add the step to W", "1.5",
        edit=("W - lr", "-lr")),
    "divided": Mistake(
        "the gradient is divided by η", "Multiply the gradient by η", "1.5",
        edit=("lr * grad(W)", "grad(W) / lr")),
    "sign": Mistake(
        "only the sign of the gradient is used", "Its size belongs to the step", "1.5",
        edit=("grad(W)", "np.sign(grad(W))")),
    "normalised": Mistake(
        "the gradient is scaled to length 1", "Its length belongs to the step", "1.5",
        edits=(("return", "g = grad(W)\n    return"), ("grad(W)", "g / np.sqrt(np.sum(g * g, axis=0))"))),
    "shrinks": Mistake(
        "W itself is shrunk by η", "Only the gradient is multiplied by η", "1.5",
        edit=("W - lr * grad(W)", "lr * (W - grad(W))")),
}
