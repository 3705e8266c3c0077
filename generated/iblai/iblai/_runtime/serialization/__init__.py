"""JSON text and base64, without loss."""
