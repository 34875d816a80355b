"""The sheets of workbooks, and how they are written."""
