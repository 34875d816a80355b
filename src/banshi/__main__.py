"""`python -m banshi`."""

from banshi.cli.main import run

if __name__ == "__main__":
    run()
