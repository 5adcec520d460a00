"""The least that an app of this kind can do: one choice, one line of text; what Streamlit itself takes."""

import streamlit as st

choice = st.selectbox("选择", ["一", "二", "三", "四"], key="choice")
st.text(choice)
