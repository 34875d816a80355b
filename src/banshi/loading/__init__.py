"""YAML text becomes the registry here; no other room knows YAML."""
