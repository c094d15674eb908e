"""Relay: give recurring IT work to the partner you already pay, and take it back when demand has gone.

The story, in the order of the folders:

``inventory`` catalogues the recurring work that people really do. ``delegation.scoring`` weighs each task
by strategic value, sensitivity and urgency; ``delegation.approval`` decides what to let go, and
``delegation.streamlining`` what to stop or make smaller. ``delegation.agreement`` says what a partner may
do, ``delegation.handoff`` prepares, teaches and opens the tap, ``delegation.tracking`` follows each run and
``delegation.handback`` brings a task home. ``delegation.planning`` fits tasks to hours week by week,
``delegation.ledger`` counts what it did and ``delegation.reporting`` prints it. ``portal`` is the partner's
window. Underneath stand ``delegation.accounts`` (who), ``delegation.audit`` (trace) and
``delegation.notices`` (word).
"""
