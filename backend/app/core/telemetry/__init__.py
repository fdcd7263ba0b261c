"""What operators see of a process: the cause of a log line, traces, errors, figures of the jobs."""
