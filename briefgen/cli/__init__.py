"""One verb a file: arguments in, exit code out."""
