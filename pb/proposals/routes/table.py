"""Every route of bids."""

from pb.proposals.routes import bidding, reviewing, sections, translating

ROUTES = [*bidding.ROUTES, *sections.ROUTES, *reviewing.ROUTES, *translating.ROUTES]
