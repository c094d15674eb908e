"""The fit of tasks to hours: which handoffs to open, in which weeks, and how far.

``instance`` says what is given, ``bound`` proves what no plan can beat, ``plan`` makes one, ``explain`` says
why in plain sentences, ``surge`` opens and closes playbooks, and ``assignment`` is the same question for a
single week without transfers. ``process`` lends all of them a worker process that runs HiGHS.
"""
