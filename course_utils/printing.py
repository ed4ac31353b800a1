"""`say`: print a sentence, also where the output cannot encode its symbols."""

import sys
import unicodedata

# what an old code page (cp949, cp1252) may lack
PLAIN = {
    **{"✓": "OK", "✗": "WRONG", "…": "...", "−": "-", "·": "*", "×": "x", "√": "sqrt ", "≤": "<=", "←": "<-"},
    **{
        "²": "^2",
        "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "ε": "eps",
    },
    **{"η": "eta", "κ": "kappa", "λ": "lambda", "μ": "mu", "σ": "sigma", "τ": "tau", "ω": "omega"},
}


def say(text):
    """Print `text`, with plain characters for those that the output cannot encode."""
    try:
        print(text)
    except UnicodeEncodeError:
        print("".join(_plain(character) for character in text))


def _plain(character):
    for candidate in (character, PLAIN.get(character, character), unicodedata.normalize("NFKD", character)):
        if candidate.encode(sys.stdout.encoding, errors="replace").decode(sys.stdout.encoding) == candidate:
            return candidate
    return "?"
