"""What would change if: rules over the figures of disclosures, worked out so that what added up still adds up.

Pure: frames and values in, frames and values out; a scenario is an assumption, and nothing of it is ever written to a
database. What a page or a command uses, module by module:

- `model`: `Scenario`, `Rule`, `Selection`, `Funding`, `Growth`, and what comes out: `Result`, `Step`,
  `Trajectory`, `Message`.
- `baseline.read(ask, scenarios, documents=None) -> Baseline`: the figures that the rules touch; `ask` answers
  a `Question` with a frame, `documents` narrows to some document ids (the filters of a page), None takes all.
- `work.work_out(baseline, scenario) -> Result`.
- `trajectory.trajectory(baseline, result) -> Trajectory`.
- `files.dumps(scenario) -> str`, `files.loads(text) -> Scenario`, and in words what is different between two:
  `files.difference(before, after) -> tuple[Message, ...]`.
- `links.encode(scenarios) -> str`, `links.decode(text) -> tuple[Scenario, ...]`: for the URL, up to four.
- `presets.presets() -> tuple[Preset, ...]`: each with its name in both languages and its rules.
- `words.rule_text(rule, t) -> str`: one rule in words.
"""
