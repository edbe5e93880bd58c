"""Inputs of many forms -> article files: what ``briefgen add`` does.

``forms`` tells the forms apart, and each has a room of its own that gives ``ImportedDocument`` values. ``settle`` cleans an arrival and makes a file's
text of it, ``known`` says what is there already, ``raw`` keeps what came in, ``intake`` brings these together.
"""
