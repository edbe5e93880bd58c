"""The program: ``briefgen``, and the same as ``python -m briefgen``."""

import signal


def main() -> None:
    """Run briefgen and exit."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # While modules are loaded, Ctrl+C ends the process without a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from briefgen.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
