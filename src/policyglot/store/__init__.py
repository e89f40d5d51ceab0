"""Many policies: a dataset that answers SPARQL."""
