"""Makes the pages: what is generated of them in docs/reference/, and the site that they become."""
