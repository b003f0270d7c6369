"""Questions to the database stand in queries.py, changes in actions.py; only the edges begin and end transactions."""

import ast

from source_tree import modules, name, nodes

# What may ask questions besides queries.py, and why.
MAY_SELECT = {"pb/db": "the toolkit below the rooms: the throttle's counters"}
MAY_TRANSACT = {
    "pb/app": "the edge of requests",
    "pb/cli": "the edge of commands",
    "pb/db": "where transactions are made",
    "pb/desk/clockwork.py": "closing and publishing: each step is a transaction of its own, the rewrite between two",
    "pb/media/drafting.py": "no transaction waits for the program that reads aloud",
    "pb/post/delivery.py": "a letter is claimed, sent and noted in transactions of its own",
}
WRITES = {"add", "add_all", "delete", "merge"}


def allowed(file, places):
    return any(name(file) == place or name(file).startswith(place + "/") for place in places)


def is_queries(file):
    return file.name == "queries.py" or file.parent.name == "queries"


def is_actions(file):
    return file.name == "actions.py" or file.parent.name == "actions"


def calls(file, wanted):
    """Lines on which one of the functions is called by its bare name."""
    found = [node for node in nodes(file, ast.Call) if isinstance(node.func, ast.Name) and node.func.id in wanted]
    return [node.lineno for node in found]


def methods(file, receiver, wanted):
    """Lines on which a method of something called `receiver` is called."""
    return [
        node.lineno
        for node in nodes(file, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in wanted
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and (node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr) in receiver
    ]


def test_every_question_to_the_database_stands_in_queries():
    asking = {
        name(file): calls(file, {"select"})
        for file in modules()
        if calls(file, {"select"}) and not is_queries(file) and not allowed(file, MAY_SELECT)
    }
    assert not asking


def test_only_actions_write():
    writing = {}
    for file in modules():
        if is_actions(file) or allowed(file, {"pb/db"}):
            continue
        lines = calls(file, {"insert", "update", "delete"}) + methods(file, {"session"}, WRITES)
        if lines:
            writing[name(file)] = lines
    assert not writing


def test_nobody_commits_but_through_the_transactions_of_the_toolkit():
    committing = {
        name(file): lines
        for file in modules()
        if (lines := methods(file, {"session", "_session", "connection"}, {"commit", "rollback", "begin"}))
        and not allowed(file, {"pb/db"})
    }
    assert not committing


def test_only_the_edges_begin_transactions():
    beginning = {
        name(file): lines
        for file in modules()
        if (lines := methods(file, {"sessions"}, {"write", "read"})) and not allowed(file, MAY_TRANSACT)
    }
    assert not beginning


def test_no_screen_and_no_rule_opens_a_session_of_its_own():
    makers = {"Sessions", "create_engine", "sessionmaker"}
    allowed_places = {"pb/app", "pb/cli", "pb/db"}
    making = {
        name(file): calls(file, makers)
        for file in modules()
        if calls(file, makers) and not allowed(file, allowed_places)
    }
    assert not making
