"""Every route of the desk."""

from pb.desk.routes import acts, codes, overviews, people, records

ROUTES = [*overviews.ROUTES, *acts.ROUTES, *codes.ROUTES, *people.ROUTES, *records.ROUTES]
