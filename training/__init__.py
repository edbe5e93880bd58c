"""Learn and measure the line scorer's weights.

It is no part of the package; ``pip install -e .[training]`` brings what it needs.
"""
