"""So that ``python -m briefgen`` is the same as ``briefgen``."""

from briefgen.cli.main import main

if __name__ == "__main__":
    main()
