"""Every route of voting events."""

from pb.events.routes import checking_in, setting_up, tablets

ROUTES = [*setting_up.ROUTES, *checking_in.ROUTES, *tablets.ROUTES]
