"""Every route of the booth."""

from pb.booth.routes import ballot, cast, codes, easier, shared

ROUTES = [*codes.ROUTES, *ballot.ROUTES, *easier.ROUTES, *shared.ROUTES, *cast.ROUTES]
