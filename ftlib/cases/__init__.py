"""What the case studies end with: functions that a person can try, one file a case."""
