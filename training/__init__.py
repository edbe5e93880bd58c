"""How the line scorer's weights are learned and measured. It is no part of the package; ``pip install -e .[training]`` brings what it needs."""
