"""The floor of stored files: what was handed in, kept under the digest of its content, apart from the register."""
