"""Pages of products: lists, cycles, papers."""
