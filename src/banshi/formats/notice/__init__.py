"""The letter to a lead organisation."""
