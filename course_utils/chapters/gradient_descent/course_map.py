"""The map of the course: its lessons in the order of their years, and which of them needs which."""

from course_utils.plots import GREY, STYLES, figure

# lesson: (year, by whom, height in the picture, colour)
LESSONS = {
    "00\nGradient\ndescent": (1847, "Cauchy", 2, "black"),
    "01\nSGD": (1951, "Robbins,\nMonro", 3, STYLES["sgd"]["color"]),
    "02\nMomentum": (1964, "Polyak", 1, STYLES["momentum"]["color"]),
    "03\nNAG": (1983, "Nesterov", 0, STYLES["nag"]["color"]),
    "04\nAdaGrad": (2011, "Duchi\nand others", 2, STYLES["adagrad"]["color"]),
    "05\nRMSProp": (2012, "Tieleman,\nHinton", 2, STYLES["rmsprop"]["color"]),
    "06\nAdam": (2014, "Kingma,\nBa", 1, STYLES["adam"]["color"]),
    "07\nAdamW": (2017, "Loshchilov,\nHutter", 1.4, "#555555"),
    "08\nSchedules": (2017, "Loshchilov,\nHutter", 3, "#555555"),
    "09\nMuon": (2024, "Jordan\nand others", 1.4, "#555555"),
    "10\nWhich\noptimizer?": ("", "", 0, "#555555"),
}
NEEDS = {1: [0], 2: [0], 3: [2], 4: [0], 5: [4], 6: [2, 5], 7: [6], 8: [1, 6], 9: [7], 10: [6]}


def course_map():
    """A box for each lesson above its year; an arrow leads from a lesson to those that need it."""
    fig, ax = figure(width=10.4, height=4.8)
    places, boxes = [], []
    for number, (lesson, (year, who, height, color)) in enumerate(LESSONS.items()):
        look = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": color, "linewidth": 2}
        places.append((number, height))
        text = ax.text(number, height, lesson, ha="center", va="center", fontsize=10.5, bbox=look)
        boxes.append(text.get_bbox_patch())
        ax.text(number, -1.3, f"{year}\n{who}", ha="center", va="top", fontsize=10)
    for number, needed in NEEDS.items():
        for before in needed:
            ends = {"patchA": boxes[before], "patchB": boxes[number], "shrinkA": 2, "shrinkB": 2}
            bend = "arc3,rad=-0.35" if (before, number) == (6, 8) else "arc3"  # around the box of 07
            arrow = {"arrowstyle": "-|>", "color": GREY, "lw": 1.6, "connectionstyle": bend, **ends}
            ax.annotate("", places[number], places[before], arrowprops=arrow)
    ax.plot([0, 9], [-1.15, -1.15], color=GREY, linewidth=1.2, marker="|", markevery=[0, 1])
    ax.set(xlim=(-0.6, 10.6), ylim=(-2.2, 3.5))
    ax.axis("off")
    fig.set_label(
        "Eleven boxes from left to right, ten of them above a year and a name, from gradient descent in "
        "1847 to Muon in 2024. Arrows join the lessons that build on each other."
    )
    return fig
