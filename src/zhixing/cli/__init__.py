"""The command `zhixing`: one module per subcommand."""
