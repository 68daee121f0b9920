"""Protects tables of counts: cells and their linear relations in, a safe pattern of hidden cells out.

The room knows nothing of children, stores or returns. ``model`` says what a problem is, ``protect`` which
further cells to hide, ``attack`` what somebody can work out from what is published, ``audit`` (which shares
nothing with either but the model) whether a pattern is safe, ``instance`` reads and writes problems as JSON.
Inside: ``system`` makes a problem small, ``steps`` finds what proves that a value stays possible, ``solver``
holds HiGHS.
"""
