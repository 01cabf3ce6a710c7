"""`python -m bifolium` becomes the command `bifolium`."""

import gc
from collections.abc import Sequence

OBJECTS = 100_000  # new ones, before Python looks for circles among them: a short run makes fewer, and none of these


def main(arguments: Sequence[str] | None = None) -> int:
    """As `cli.main`, in a process of its own."""
    gc.set_threshold(OBJECTS)
    from bifolium import cli  # whose own objects are many

    return cli.main(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
