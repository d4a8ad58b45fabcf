"""Proposals 提案 and their handling 办理."""
