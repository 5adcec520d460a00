"""The outcome of the checks as a person or a machine reads it: on a terminal, as JSON, SARIF or JUnit XML."""
