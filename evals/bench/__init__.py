"""Times, loads and sizes, side by side in one run. Nothing here judges answers."""
