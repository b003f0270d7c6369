"""Every route of the booth."""

from pb.booth.routes import ballot, cast, codes, easier, pack, shared, tones

ROUTES = [*codes.ROUTES, *ballot.ROUTES, *easier.ROUTES, *shared.ROUTES, *cast.ROUTES, *pack.ROUTES, *tones.ROUTES]
