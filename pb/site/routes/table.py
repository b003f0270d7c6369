"""Every public route."""

from pb.site.routes import looks, results, rounds, words

ROUTES = [*rounds.ROUTES, *results.ROUTES, *words.ROUTES, *looks.ROUTES]
