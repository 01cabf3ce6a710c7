"""What belongs together, and in which order it stands: the arithmetic under the rows. No TEI here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Classes:
    """Numbers that belong together, directly or through others (union and find)."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, member: int) -> int:
        """The smallest member of the class."""
        root = member
        while (above := self._parent.get(root, root)) != root:
            root = above
        while member != root:
            self._parent[member], member = root, self._parent.get(member, member)
        return root

    def join(self, members: Iterable[int]) -> None:
        """Make one class of the classes of all members."""
        first, *others = members
        for other in others:
            low, high = sorted((self.find(first), self.find(other)))
            self._parent[high] = low


def in_order(groups: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
    """The numbers of the groups, in the order of the first leaf; each group is a list of (leaf, place).

    A group without anything on the first leaf follows the group of what stands before it on its own.
    """
    home = [min(group) for group in groups]
    after: dict[int, list[int]] = {}
    previous, leaf = -1, 0
    for at, number in sorted((at, number) for number, group in enumerate(groups) for at in group):
        if at[0] != leaf:
            previous, leaf = -1, at[0]
        if at == home[number]:
            # On the first leaf all follow its text; what other leaves add hangs on that.
            after.setdefault(-1 if leaf == 0 else previous, []).append(number)
        previous = number
    order: list[int] = []
    # What stands before anything tied, on another leaf, comes first of all.
    start = sorted(after.get(-1, []), key=lambda number: (home[number][0] == 0, home[number]))
    stack = start[::-1]
    while stack:
        number = stack.pop()
        order.append(number)
        stack += after.get(number, [])[::-1]
    return order
