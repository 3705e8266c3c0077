"""HTTP's own notation: header fields, media types, percent-encoding."""
