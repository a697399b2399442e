"""Process: takes detections off the topic, decides what is news, and delivers it."""
