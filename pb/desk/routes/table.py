"""Every route of the desk."""

from pb.desk.routes import account, acts, codes, overviews, people, records, signing, sounds, staff_acts

ROUTES = [
    *overviews.ROUTES,
    *acts.ROUTES,
    *codes.ROUTES,
    *people.ROUTES,
    *staff_acts.ROUTES,
    *account.ROUTES,
    *records.ROUTES,
    *sounds.ROUTES,
    *signing.ROUTES,
]
