"""Telling people outside the desk: text messages, chat and mail beside the notices of the inbox."""
