"""Every route of bids."""

from pb.proposals.routes import bidding, reviewing, sections

ROUTES = [*bidding.ROUTES, *sections.ROUTES, *reviewing.ROUTES]
