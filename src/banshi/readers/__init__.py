"""Metrics files become observations, faults included; one file a format."""
