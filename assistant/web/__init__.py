"""Shows a Reply and the curated pages; decides nothing. The door of gradio and the HTTP server."""
