"""The formats of metrics files, one a file: bytes become tables of texts, whatever they mean."""
