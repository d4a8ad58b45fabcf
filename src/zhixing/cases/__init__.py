"""Cases and the one door: every act on every kind of matter is performed here and nowhere else."""
