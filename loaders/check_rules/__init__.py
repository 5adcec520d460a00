"""The identities behind `loaders.checks`: one module for each family of rules, and the parts they share."""
