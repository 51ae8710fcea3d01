"""Questions about how data are protected: trainings, drills, media that were retired, and people who left."""
