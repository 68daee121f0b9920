"""Protects tables of counts: cells and their linear relations in, a safe pattern of hidden cells out.

The room knows nothing of children, stores or returns. ``model`` says what a problem is, ``attack`` what
somebody can work out from what is published, ``protect`` which further cells to hide.
"""
