"""Who was influenced by whom: artists, and the links between them."""
