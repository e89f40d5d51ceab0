"""What the pages that explore a store show: values made of its tables and its graph, without a page around them."""
