"""Documents of rule and policy with articles and versions: what procedures cite."""
