"""Every route of the booth."""

from pb.booth.routes import ballot, cast, codes, easier

ROUTES = [*codes.ROUTES, *ballot.ROUTES, *easier.ROUTES, *cast.ROUTES]
