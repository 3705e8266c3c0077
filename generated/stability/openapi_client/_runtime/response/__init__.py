"""From a response to a value: decoding, files, streams."""
