"""Plans, targets, periods and verdicts as frozen values. Pydantic is the only library here."""
