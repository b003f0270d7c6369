"""Every route says who may pass: read from the route table of the assembled application."""

import inspect

import pytest

from pb.app.main import create_app
from pb.core.settings import read_settings
from pb.people import guards

GUARDS = {
    guard for _, guard in inspect.getmembers(guards, inspect.isfunction) if "handler" in str(inspect.signature(guard))
}


@pytest.fixture(scope="module")
def handlers(tmp_path_factory):
    """(address, methods, handler) of every route, but for the answers to OPTIONS that the framework adds."""
    app = create_app(read_settings({"PB_HOME": str(tmp_path_factory.mktemp("home"))}))
    yield [
        (route.path, sorted(handler.http_methods), handler)
        for route in app.routes
        for handler in route.route_handlers
        if set(handler.http_methods) != {"OPTIONS"}
    ]
    app.state.house.close()


def guards_of(handler):
    return [getattr(guard, "func", guard) for guard in handler.resolve_guards()]


def test_the_guards_are_those_of_the_people_room():
    names = {"anyone", "at_desk", "observer", "steward", "staff", "commissioner", "bidder"}
    assert {guard.__name__ for guard in GUARDS} == names


def test_every_route_has_exactly_one_guard(handlers):
    assert len(handlers) > 15
    unguarded = [
        f"{methods} {path}"
        for path, methods, one in handlers
        if len(guards_of(one)) != 1 or guards_of(one)[0] not in GUARDS
    ]
    assert not unguarded


def test_only_staff_pass_the_desk_and_only_bidders_write_bids(handlers):
    open_doors = [path for path, _, one in handlers if path.startswith("/desk") and guards.anyone in guards_of(one)]
    assert not open_doors


def behind(handlers, guard, *, sent):
    """Addresses whose handlers have this guard: those that are sent something, or those that are read."""
    return {
        path
        for path, methods, one in handlers
        if (not set(methods) <= {"GET", "HEAD"}) == sent and guard in guards_of(one)
    }


def test_what_an_observer_may_send_is_about_their_own_account_alone(handlers):
    assert behind(handlers, guards.observer, sent=True) == set()
    assert behind(handlers, guards.at_desk, sent=True) == {
        "/desk/account/sign-ins",
        "/desk/second-step",
        "/desk/second-step/codes",
        "/sign-in/second-step/again",
    }


def test_a_steward_has_their_start_their_account_one_event_and_its_check_in(handlers):
    event = "/desk/rounds/{slug:str}/events/{event_id:str}"
    assert behind(handlers, guards.at_desk, sent=False) == {"/desk", "/desk/account", "/desk/second-step"}
    assert behind(handlers, guards.steward, sent=False) == {event, f"{event}/check-in"}
    assert behind(handlers, guards.steward, sent=True) == {
        f"{event}/check-in",
        f"{event}/tablets",
        f"{event}/tablets/{{tablet_id:str}}/leaving",
    }


def test_a_handler_belongs_to_one_address_and_one_method(handlers):
    both = [
        f"{methods} {path}" for path, methods, _ in handlers if not set(methods) <= {"GET", "HEAD"} and len(methods) > 1
    ]
    assert not both
