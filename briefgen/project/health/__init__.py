"""Check the machine and the project: what ``briefgen doctor`` says."""
