"""What restricted money can pay: which sets of projects the purses can finance together, and one way of doing it."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence

from pb.tally.election import Election, Project, Purse

Payers = tuple[int, ...]
"""The purses that may fund a project, as places."""

Network = dict[Hashable, dict[Hashable, int]]
"""What may still flow from one node to another."""

SOURCE, SINK = "money", "costs"


class Till:
    """The real money, from which projects are paid one after another; all that it has paid can be financed together.

    Projects that the same purses may fund need not be told apart.
    """

    def __init__(self, election: Election) -> None:
        self._payers, self._amounts = election.payers(), [purse.amount for purse in election.purses]
        self._spent: dict[Payers, int] = {}

    def can_pay(self, project: Project) -> bool:
        """Whether the project can be financed beside all that was paid."""
        return financeable(self._amounts, self._with(project))

    def pay(self, project: Project) -> None:
        """Pay it.

        Raises:
            ValueError: it cannot be financed.
        """
        spent = self._with(project)
        if not financeable(self._amounts, spent):
            raise ValueError(f"project {project.id} cannot be financed")
        self._spent = spent

    def _with(self, project: Project) -> dict[Payers, int]:
        payers = self._payers[project.id]
        return {**self._spent, payers: self._spent.get(payers, 0) + project.cost}


def can_be_on_the_ballot(election: Election) -> list[Project]:
    """The projects that do not cost more than the money that may fund them."""
    payers, amounts = election.payers(), [purse.amount for purse in election.purses]
    return [one for one in election.projects if one.cost <= sum(amounts[place] for place in payers[one.id])]


def can_all_be_paid(election: Election, projects: Iterable[Project]) -> bool:
    """Whether the money can finance these projects together."""
    payers, spent = election.payers(), dict[Payers, int]()
    for project in projects:
        spent[payers[project.id]] = spent.get(payers[project.id], 0) + project.cost
    return financeable([purse.amount for purse in election.purses], spent)


def financeable(amounts: Sequence[int], spent: Mapping[Payers, int]) -> bool:
    """Whether purses of these amounts can bear costs that only some of them may bear.

    It is so exactly if, for every set of purses, the costs that only those may bear are at most what they hold.
    """
    if len(amounts) == 1:
        return sum(spent.values()) <= (amounts[0] if all(spent) else 0)
    network = _network(amounts, dict(enumerate(spent.items())))
    return push(network, SOURCE, SINK) == sum(spent.values())


def cells(
    purses: Sequence[Purse], costs: Sequence[tuple[str, int]], payers: Mapping[str, Payers]
) -> dict[str, dict[int, int]]:
    """How much of each project each purse pays.

    The most restricted purse first, projects in their order, always the most that leaves all the rest financeable.

    Args:
        purses: in the order of spending.
        costs: project and cost, in the order funded.
        payers: of each of these projects.
    Returns: minor units by project and place of the purse; purses that pay nothing are left out.

    Raises:
        ValueError: the purses cannot finance the projects.
    """
    network = _network([purse.amount for purse in purses], {name: (payers[name], cost) for name, cost in costs})
    if push(network, SOURCE, SINK) != sum(cost for _, cost in costs):
        raise ValueError("the purses cannot pay for these projects")
    found: dict[str, dict[int, int]] = {name: {} for name, _ in costs}
    for place in range(len(purses)):
        for name, _ in costs:
            if place in payers[name] and (amount := _fix_the_most(network, ("purse", place), ("costs", name))):
                found[name][place] = amount
    return found


def push(network: Network, source: Hashable, sink: Hashable) -> int:
    """The greatest flow from source to sink, by shortest paths; `network` is left with what may still flow."""
    whole = 0
    while path := _shortest(network, source, sink):
        amount = min(network[here][there] for here, there in path)
        for here, there in path:
            network[here][there] -= amount
            back = network.setdefault(there, {})
            back[here] = back.get(here, 0) + amount
        whole += amount
    return whole


def _network(amounts: Sequence[int], costs: Mapping[Hashable, tuple[Payers, int]]) -> Network:
    network: Network = {SOURCE: {("purse", place): amount for place, amount in enumerate(amounts)}}
    for name, (payers, cost) in costs.items():
        network[("costs", name)] = {SINK: cost}
        for place in payers:
            network.setdefault(("purse", place), {})[("costs", name)] = cost
    return network


def _shortest(network: Network, source: Hashable, sink: Hashable) -> list[tuple[Hashable, Hashable]]:
    came: dict[Hashable, Hashable] = {source: source}
    waiting = deque([source])
    while waiting and sink not in came:
        here = waiting.popleft()
        for there, room in network.get(here, {}).items():
            if room and there not in came:
                came[there] = here
                waiting.append(there)
    path, there = list[tuple[Hashable, Hashable]](), sink
    while there in came and there != source:
        path.append((came[there], there))
        there = came[there]
    return path


def _fix_the_most(network: Network, purse: Hashable, project: Hashable) -> int:
    """Let as much as can flow from a purse to a project, and take that edge out for good; returns how much it is.

    More flows where the project can give back to other purses what then finds its way to this one.
    """
    flowing = network[project].pop(purse, 0)
    room = network[purse].pop(project)
    # What could come instead of other money: a way back from the project to the purse that does not use this edge.
    network.setdefault("in place of it", {})[project] = room
    more = push(network, "in place of it", purse)
    del network["in place of it"]  # what flowed back into it leads nowhere
    return flowing + more
