"""The command line: one file a command, joined by app.py behind the error boundary of main.py."""
