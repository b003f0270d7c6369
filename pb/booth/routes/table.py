"""Every route of the booth."""

from pb.booth.routes import ballot, cast, codes, easier, shared, tones

ROUTES = [*codes.ROUTES, *ballot.ROUTES, *easier.ROUTES, *shared.ROUTES, *cast.ROUTES, *tones.ROUTES]
