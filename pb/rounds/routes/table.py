"""All routes of the room."""

from pb.rounds.routes import electorates, labels, pot, settings

ROUTES = [*settings.ROUTES, *labels.ROUTES, *pot.ROUTES, *electorates.ROUTES]
