"""People: finding somebody, or adding them."""
