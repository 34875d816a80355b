"""The versioned shapes of JSON results: a contract with other programs."""
