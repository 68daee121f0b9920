"""People: finding somebody, and the record that opens on who they are."""
