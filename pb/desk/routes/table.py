"""Every route of the desk."""

from pb.desk.routes import acts, codes, overviews, records

ROUTES = [*overviews.ROUTES, *acts.ROUTES, *codes.ROUTES, *records.ROUTES]
