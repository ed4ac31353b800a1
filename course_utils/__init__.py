"""Shared code of the course on the optimization algorithms of deep learning.

Each module does one thing; imports go one way, from the bottom of this list to the top:

    optimizers   the six rules, in order of increasing complexity
    descent      iterates, trajectory: drive any rule
    surfaces     losses to walk on: value, gradient, known minima, start, window
    gradients    central differences; noisy and mini-batch gradient functions
    digits       the 8x8 handwritten digits, bundled
    network      a classifier on one flat weight vector: loss, grad, accuracy
    mistakes     the usual wrong versions of the six rules, by name
    checks       "equation (2.3) holds", and the checker that names your mistake
    exercises    the answers that the notebooks' exercises are compared with
    models       what the explorers show: plain functions from numbers to arrays
    plots        figures: draw on the axes they are given
    views        a picture that is kept and updated
    controls     sliders and buttons for numbers by name
    explorers    a model, a view and controls, joined: one explorer a notebook, two for the last
    server       JupyterLab sends the pictures of an explorer at once

`import course_utils` loads nothing but itself; the modules need numpy, those from `plots` on also
matplotlib or ipywidgets.
"""
