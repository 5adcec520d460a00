"""The rules by family: what each is called, what it needs and why it must hold; their SELECTs are in `sql/rules/`."""
