"""Plain answers about ALS/MND drugs, quoted from curated pages. Read the rooms in the order of `conductor`."""
