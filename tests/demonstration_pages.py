"""Addresses of the demonstration: its rounds, and the pages that anybody may see, by the names of their pictures."""

POT, BREAKS, TRAVEL = "the-shared-pot-2026", "summer-short-breaks", "getting-about-together"
FUN = "fun-after-school"
AUTUMN, SPRING = "autumn-ideas", "spring-round"
OPEN, BIDDING, RESULT = f"/rounds/{POT}", f"/rounds/{AUTUMN}", f"/rounds/{SPRING}"
DESK, DESK_BIDDING, DESK_RESULT = (f"/desk{path}" for path in (OPEN, BIDDING, RESULT))

PUBLIC = {
    "front": "/",
    "round-voting": OPEN,
    "round-taking-bids": BIDDING,
    "round-published": RESULT,
    "bid": f"{OPEN}/bids/1",
    "results": f"{RESULT}/results",
    "why-not-funded": f"{RESULT}/results/10",
    "why-funded": f"{RESULT}/results/4",
    "bid-of-a-result": f"{RESULT}/bids/10",
    "results-not-yet": f"{OPEN}/results",
    "own-ballot": f"{RESULT}/ballot",
    "sealed-list": f"{RESULT}/list",
    "frozen-rules": f"{OPEN}/rules",
    "how-we-count": "/how-we-count",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "help": "/help",
    "security": "/security",
    "easier": "/easier",
    "not-found": "/nothing/here",
    "outbox": "/outbox",
    "desk-sign-in": "/sign-in",
    "desk-password-forgotten": "/sign-in/password",
    "vote-code": "/vote",
    "bid-start": "/bids/start",
    "bid-start-round": f"/bids/start/{AUTUMN}",
    "bid-sign-in": "/bids/sign-in",
}
