"""Shared code of the course on the optimization algorithms of deep learning.

There are five floors, listed from the ground up, each module with the names it is for. A module imports only
modules listed before it, and a chapter never imports another chapter. No file is longer than 270 lines.

core, which needs numpy alone:
    arguments    whole, real, reals, hyperparameter, gradient
    optimizers   sgd, momentum, nag, adagrad, rmsprop, adam, RULES, ADAPTIVE
    trajectory   Trajectory, steps_until, stays_from
    surfaces     Surface, make_surface, quadratic, ravine, saddle, double_well, rosenbrock, beale, himmelblau
    descent      iterates, descend
    schedules    constant, linear
    gradients    central_difference, best_step, noisy, minibatches, feed
    network      Network, softmax_regression, small_network
    digits       load_digits
    contest      search, judge, verdict

learning, which needs numpy alone:
    printing     say
    equations    equation, inequality
    mistakes     Mistake, wrong_version
    running      states, call, same
    probes       explains
    naming       what_is_wrong, what_is_right
    verdicts     checker, Rule, Value, Function

pictures, which need matplotlib, and ipywidgets for `explorer`:
    display      course_style, display_picture
    pictures     Panel, Line, Frame, View
    plots        style, name, shade, figure, contours, path, over_time, losses, vectors, show, film
    explorer     Explorer, Panel, Line, Frame, Goal, Knob

chapters, one folder for what belongs to one notebook alone:
    chapters     adagrad, adam, gradient_checks, gradient_descent, momentum, nag, noise, quadratic_rates,
                 rates, rmsprop, rough_ground, sgd, which_optimizer

lecture, for those who teach:
    lecture      minutes, slides, pdf

A lesson's chapter exports `check` and `explore`; that of a deep dive what it draws or plays with.
`import course_utils` loads nothing but itself.
"""
