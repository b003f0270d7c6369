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
    assert {guard.__name__ for guard in GUARDS} == {"anyone", "observer", "staff", "commissioner", "bidder"}


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


def test_what_an_observer_may_send_is_about_their_own_account_alone(handlers):
    sent = {
        path
        for path, methods, one in handlers
        if not set(methods) <= {"GET", "HEAD"} and guards.observer in guards_of(one)
    }
    assert sent == {
        "/desk/account/sign-ins",
        "/desk/second-step",
        "/desk/second-step/codes",
        "/sign-in/second-step/again",
    }


def test_a_handler_belongs_to_one_address_and_one_method(handlers):
    both = [
        f"{methods} {path}" for path, methods, _ in handlers if not set(methods) <= {"GET", "HEAD"} and len(methods) > 1
    ]
    assert not both
