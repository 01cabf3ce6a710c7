"""`python -m bifolium` becomes the command `bifolium`."""

from bifolium.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
