"""One file in, one ReadResult out."""
