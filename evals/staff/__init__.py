"""The staff page: evals for people who do not read terminals. Behind a password, off without one."""
