"""What the assistant promises, one file a room."""
