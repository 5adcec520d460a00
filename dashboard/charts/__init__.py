"""Charts: pure functions from a frame to a Plotly figure; no Streamlit, no SQL."""
