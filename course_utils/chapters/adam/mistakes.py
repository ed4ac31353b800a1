"""The usual mistakes in Adam, and the forms of other authors, as edits of `optimizers.adam`."""

from course_utils.mistakes import Mistake

# fmt: off
MISTAKES = {
    # the two averages
    "m_sum": Mistake(
        "1 − β₁ is missing: m is a fading sum, no average", "g is multiplied by 1 − β₁", "6.3",
        edit=("(1 - beta1) * ", "")),
    "v_sum": Mistake(
        "1 − β₂ is missing: v is a fading sum, no average", "g² is multiplied by 1 − β₂", "6.4",
        edit=("(1 - beta2) * ", "")),
    "m_swapped": Mistake(
        "β₁ and 1 − β₁ are swapped", "The past is multiplied by β₁", "6.3",
        edits=(("beta1 * m", "(1 - beta1) * m"), ("(1 - beta1) *", "beta1 *"))),
    "v_swapped": Mistake(
        "β₂ and 1 − β₂ are swapped", "The past is multiplied by β₂", "6.4",
        edits=(("beta2 * v", "(1 - beta2) * v"), ("(1 - beta2) *", "beta2 *"))),
    "inverted_betas": Mistake(
        "β₁ and β₂ are taken for 1 − β₁ and 1 − β₂ everywhere", "β is the weight of the past", "6.3",
        edit=("t = t + 1", "t = t + 1\n    beta1, beta2 = 1 - beta1, 1 - beta2")),
    "swapped_betas": Mistake(
        "β₁ and β₂ are swapped", "β₁ belongs to m, β₂ to v", "6.3",
        edit=("t = t + 1", "t = t + 1\n    beta1, beta2 = beta2, beta1")),
    "m_forgets": Mistake(
        "m forgets at once: the past is missing", "Add β₁m, the faded past", "6.3",
        edit=("beta1 * m + ", "")),
    "v_forgets": Mistake(
        "v forgets at once: the past is missing", "Add β₂v, the faded past", "6.4",
        edit=("beta2 * v + ", "")),
    "both_forget": Mistake(
        "m and v begin with 0 at every step: nothing is remembered",
        "The m and v that come in are the past; they are 0 at the first step alone", "6.3",
        edits=(("beta1 * m + ", ""), ("beta2 * v + ", ""))),
    "m_continues_v": Mistake(
        "m continues the old v instead of the old m", "m ← β₁m + (1 − β₁)g", "6.3",
        edit=("beta1 * m", "beta1 * v")),
    "v_not_squared": Mistake(
        "v averages g, not g²", "Square the gradient", "6.4",
        edit=("g * g", "g")),
    "v_absolute": Mistake(
        "v averages |g|, not g²", "Square the gradient", "6.4",
        edit=("g * g", "np.abs(g)")),
    "v_norm": Mistake(
        "v is one number for all coordinates", "g² is taken per coordinate", "6.4",
        edit=("g * g", "np.sum(g * g)")),
    "v_of_m": Mistake(
        "v averages m², not g²", "Square the gradient", "6.4",
        edit=("g * g", "m * m")),
    "centred": Mistake(
        "v averages (g − m)²: a variance, not E[g²]", "Nothing is subtracted from g", "6.4",
        edit=("g * g", "(g - m) ** 2")),
    "average_of_ratios": Mistake(
        "m averages g/√v̂: this is RMSProp with momentum",
        "Average the gradient itself, divide afterwards", "6.3",
        edits=(("g = grad(W)", "g = grad(W)\n    v_new = beta2 * v + (1 - beta2) * g * g"),
               ("(1 - beta1) * g", "(1 - beta1) * g / (np.sqrt(v_new / (1 - beta2**t)) + eps)"),
               (" / (np.sqrt(v_hat) + eps)", ""))),
    "lr_cancels": Mistake(
        "η multiplies the gradient before the averages, where it cancels", "η multiplies the step", "6.10",
        edits=(("grad(W)", "lr * grad(W)"), ("lr * m_hat", "m_hat"))),
    "clipped": Mistake(
        "the gradient is clipped to [−1, 1]", "Take it as it is", "6.3",
        edit=("grad(W)", "np.clip(grad(W), -1, 1)")),
    "amsgrad": Mistake(
        "this is AMSGrad: v keeps its maximum", "v may fall again, v ← β₂v + (1 − β₂)g²", "6.4",
        edit=("beta2 * v + (1 - beta2) * g * g", "np.maximum(v, beta2 * v + (1 - beta2) * g * g)")),
    "adamax": Mistake(
        "this is AdaMax: v is the largest |g|, which fades, and no root is taken",
        "v averages g², and the step divides by √v̂ + ε", "6.4",
        edits=(("beta2 * v + (1 - beta2) * g * g", "np.maximum(beta2 * v, np.abs(g))"),
               (" / (1 - beta2**t)", ""), ("np.sqrt(v_hat)", "v_hat"))),
    # the correction
    "without_correction": Mistake(
        "the bias correction is missing", "Divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ", "6.9",
        edits=((" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", ""))),
    "neither_t_nor_correction": Mistake(
        "there is no bias correction, and t does not count the steps",
        "Count t ← t + 1, divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ", "6.9",
        edits=(("t = t + 1\n    ", ""), (" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", ""))),
    "without_m_hat": Mistake(
        "a hat is missing: m is not corrected", "Divide m by 1 − β₁ᵗ", "6.9",
        edit=(" / (1 - beta1**t)", "")),
    "without_v_hat": Mistake(
        "a hat is missing: v is not corrected", "Divide v by 1 − β₂ᵗ", "6.9",
        edit=(" / (1 - beta2**t)", "")),
    "without_power": Mistake(
        "the correction divides by 1 − β at every step",
        "Divide by 1 − βᵗ, where the power t counts the steps", "6.9",
        edits=(("beta1**t", "beta1"), ("beta2**t", "beta2"))),
    "times_t": Mistake(
        "β is multiplied by t", "t is the power of β, 1 − βᵗ", "6.9",
        edits=(("beta1**t", "beta1 * t"), ("beta2**t", "beta2 * t"))),
    "t_from_zero": Mistake(
        "t starts from 0: the first correction divides by 1 − β⁰ = 0",
        "Count the step first, t ← t + 1", "6.9",
        edits=(("beta1**t", "beta1 ** (t - 1)"), ("beta2**t", "beta2 ** (t - 1)"))),
    "t_too_large": Mistake(
        "t is one too large in the correction: the first step is corrected with t = 2",
        "Count once a step, so that t is 1 in the first", "6.9",
        edits=(("beta1**t", "beta1 ** (t + 1)"), ("beta2**t", "beta2 ** (t + 1)"))),
    "t_ahead": Mistake(
        "t is the number of the coming step", "The course counts the steps made, from 0", "6.9",
        edits=(("t=0", "t=1"), ("t = t + 1\n    ", ""), (", t\n", ", t + 1\n")),
        remembers="t as the number of the coming step"),
    "forgets_t": Mistake(
        "t is not remembered: every step is corrected as if it were the first",
        "Return t + 1 with the memory", "6.9",
        edit=(", t\n", ", t - 1\n")),
    "multiplied_correction": Mistake(
        "the averages are multiplied by 1 − βᵗ", "Divide by 1 − βᵗ", "6.9",
        edits=(("= m /", "= m *"), ("= v /", "= v *"))),
    "newest_corrected": Mistake(
        "the correction divides the newest gradient alone, not the whole average",
        "Divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ, after averaging", "6.9",
        edits=(("(1 - beta1) *", "(1 - beta1) / (1 - beta1**t) *"), (" / (1 - beta1**t)", ""),
               ("(1 - beta2) *", "(1 - beta2) / (1 - beta2**t) *"), (" / (1 - beta2**t)", ""))),
    "hats_swapped": Mistake(
        "the corrections are swapped: m by 1 − β₂ᵗ and v by 1 − β₁ᵗ", "β₁ belongs to m, β₂ to v", "6.9",
        edits=(("beta1**t", "beta2**t"), ("beta2**t", "beta1**t"))),
    "stores_hats": Mistake(
        "the corrected m̂ and v̂ are remembered, so they are corrected again and again",
        "Remember m and v; the hats serve one step", "6.9",
        edit=(", m, v", ", m_hat, v_hat")),
    "root_first": Mistake(
        "the root is taken before the correction: √v / (1 − β₂ᵗ)",
        "Correct v first, then take the root", "6.10",
        edits=(("= v /", "= np.sqrt(v) /"), ("np.sqrt(v_hat)", "v_hat"))),
    "eps_hat": Mistake(
        "ε is added before the correction of v (Keras' form; ε̂ in the paper)",
        "Correct v first, then add ε to the root", "6.10",
        edits=(("lr *", "lr * np.sqrt(1 - beta2**t) *"), ("sqrt(v_hat)", "sqrt(v)"))),
    # the step
    "swapped_moments": Mistake(
        "m and v are swapped in the step", "Divide m̂ by √v̂", "6.10",
        edits=(("lr * m_hat", "lr * v_hat"), ("sqrt(v_hat)", "sqrt(m_hat)"))),
    "without_root": Mistake(
        "the root is missing", "Divide by √v̂ + ε", "6.10",
        edit=("np.sqrt(v_hat)", "v_hat")),
    "squared_root": Mistake(
        "v̂ is squared instead of its root being taken", "Divide by √v̂ + ε", "6.10",
        edit=("np.sqrt(v_hat)", "v_hat**2")),
    "eps_inside": Mistake(
        "ε is inside the root", "Divide by √v̂ + ε, not by √(v̂ + ε)", "6.10",
        edit=("(np.sqrt(v_hat) + eps)", "np.sqrt(v_hat + eps)")),
    "parentheses": Mistake(
        "parentheses are missing: ε is added to the step", "Put √v̂ + ε into parentheses", "6.10",
        edit=("m_hat / (np.sqrt(v_hat) + eps)", "(m_hat / np.sqrt(v_hat) + eps)")),
    "eps_on_weight": Mistake(
        "parentheses are missing: ε is added to the weight", "Put √v̂ + ε into parentheses", "6.10",
        edit=("(np.sqrt(v_hat) + eps)", "np.sqrt(v_hat) + eps")),
    "minus_eps": Mistake(
        "ε is subtracted from the root", "Divide by √v̂ + ε", "6.10",
        edit=("+ eps", "- eps")),
    "without_eps": Mistake(
        "ε is missing: 0/0 where all gradients were 0", "Divide by √v̂ + ε", "6.10",
        edit=(" + eps", "")),
    "uphill": Mistake(
        "the sign of the step: this goes uphill", "Subtract it", "6.10",
        edit=("W -", "W +")),
    "without_lr": Mistake(
        "η is missing", "Multiply the step by η", "6.10",
        edit=("lr * ", "")),
    "old_m": Mistake(
        "the step takes the old m", "Average first, then step", "6.10",
        edits=(("m = ", "m_old = m\n    m = "), ("= m /", "= m_old /"))),
    "old_v": Mistake(
        "the step divides by the old v", "Average first, then divide", "6.10",
        edits=(("v = ", "v_old = v\n    v = "), ("= v /", "= v_old /"))),
    "without_m": Mistake(
        "this is RMSProp with correction: the step takes g, not m̂", "Step along m̂", "6.10",
        edit=("lr * m_hat", "lr * g")),
    "nadam": Mistake(
        "this is Nadam: the step mixes m̂ with the newest gradient", "Step along m̂", "6.10",
        edit=("lr * m_hat", "lr * (beta1 * m_hat + (1 - beta1) * g / (1 - beta1**t))")),
    "nadam_ahead": Mistake(
        "this is Nadam, with 1 − β₁ᵗ⁺¹ under m", "Step along m̂", "6.10",
        edit=("lr * m_hat",
              "lr * (beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t))")),
}
