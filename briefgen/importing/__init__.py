"""Convert inputs of many formats to article files: what ``briefgen add`` does.

``formats`` detects the format and calls its module, which yields ``ImportedDocument`` values. ``normalize``
cleans a document, ``known_articles`` finds duplicates, ``raw_store`` keeps the inputs, ``importer`` combines
them.
"""
