"""Pages: filters → question → chart → caption with source. Each file is a script that Streamlit runs."""
