"""The sample city 安澜市: its people, and two sessions of work performed through the one door, day by day."""
