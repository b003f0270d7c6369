"""Every public route."""

from pb.site.routes import results, rounds, words

ROUTES = [*rounds.ROUTES, *results.ROUTES, *words.ROUTES]
