"""What several formats are made of: cells that stay text, JSON, XML, tables, words."""
