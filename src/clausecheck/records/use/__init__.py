"""What personal data are used for, and which messages are sent: the access log, the activities, the messages."""
