"""The public account of a vote: the frozen rules, the sealed list, the result, one's own ballot, the files."""

import hashlib
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.words import ENGLISH, Words
from pb.people.guards import anyone
from pb.results import queries as results
from pb.results.rules import explanation, method, telling, why
from pb.results.rules.account import Account
from pb.results.rules.comparison import what_ifs
from pb.results.rules.publication import NotPublished
from pb.results.rules.purses import kept_table, purse_table
from pb.roll.rules import Mistyped, read_code, slip_in_words
from pb.rounds.rules.labels import only_in_words
from pb.rounds.rules.words import ballot_in_words, rule_in_words
from pb.seal import bundle, canonical
from pb.site.queries import results as queries
from pb.site.queries.rounds import open_rounds, round_page
from pb.web.forms import Form
from pb.web.names import names_in
from pb.web.pages import Page
from pb.web.recount_program import recount_program
from pb.web.slip_pictures import three_pictures
from pb.web.verify_page import verify_page

LONGEST_CODE = 40


@get("/rounds/{slug:str}/results", guards=[anyone], sync_to_thread=True)
def show_result(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """What is funded, what is not, and why."""
    found = queries.result_page(session, slug, page.language)
    programs = {"verify": _sha256(verify_page()), "recount": _sha256(recount_program())}
    list_hash = queries.list_page(session, slug)[1].hash
    told = _told(found.account, page.say)
    told |= {
        "lost_keys": queries.lost_keys(session, found.round.id),
        "moments": queries.moments(session, found.round.id),
    }
    return page("results/result.html", found=found, list_hash=list_hash, programs=programs, **told)


@get("/rounds/{slug:str}/results/{number:int}", guards=[anyone], sync_to_thread=True)
def show_why(
    slug: FromPath[str], number: FromPath[int], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[str]:
    """Why one bid is funded, or not."""
    found, name = queries.result_page(session, slug, page.language), str(number)
    if name not in found.account.explained:
        raise NotPublished(round=found.round.id)
    return page(
        "results/why.html",
        found=found,
        bid=found.bids[name],
        why=why.why(found.account, name, page.say),
        heads=why.round_heads(found.account, page.say),
        rounds_note=why.rounds_note(found.account, page.say),
        open_rounds=open_rounds(session),
    )


@get("/rounds/{slug:str}/explanations.json", guards=[anyone], sync_to_thread=True)
def explanations_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """Why each bid is funded or not, in words and figures; like every file it is in English, whoever asks for it."""
    account = queries.result_page(session, slug).account
    if not account.is_public:
        raise NotPublished(round=slug)
    value = {"bids": why.in_plain_values(account, ENGLISH), "name": account.terms["name"]}
    return _file(canonical.encode(value), f"{slug}-explanations.json", "application/json")


@get("/rounds/{slug:str}/ballot", guards=[anyone], sync_to_thread=True)
def ask_for_check_code(
    slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[str]:
    """Where a voter looks up the own ballot."""
    found = queries.result_page(session, slug, page.language)
    return page(
        "results/ballot.html",
        round=found.round,
        public=found.result.is_public,
        typed="",
        mine=[],
        listed=False,
        slip="",
        pictures=[],
    )


@post("/rounds/{slug:str}/ballot", guards=[anyone], sync_to_thread=True, status_code=200)
def find_ballot(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    reading: NamedDependency[Session],
) -> Response[str]:
    """The ballot of a check code. It is posted, so that it stands in no address, history or log."""
    found, typed = queries.result_page(reading, slug, page.language), form.text("code").strip()[:LONGEST_CODE]
    mine = queries.found_ballots(reading, found, typed, page.say) if typed and found.result.is_public else []
    listed = queries.is_listed(reading, found.round, typed) if typed else False
    read = read_code(typed)
    slip = slip_in_words(read, page.say) if isinstance(read, Mistyped) else ""
    return page(
        "results/ballot.html",
        round=found.round,
        public=found.result.is_public,
        typed=typed,
        mine=mine,
        listed=listed,
        slip=slip,
        pictures=three_pictures(typed, page.say) if mine or listed else [],
    )


@get("/rounds/{slug:str}/list", guards=[anyone], sync_to_thread=True)
def show_list(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """The sealed list of ballots."""
    view, listed = queries.list_page(session, slug)
    return page("results/list.html", round=view, listed=listed)


@get("/rounds/{slug:str}/list.json", guards=[anyone], sync_to_thread=True)
def list_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The sealed list as a file."""
    _, listed = queries.list_page(session, slug)
    value = {"hash": listed.hash, "pairs": listed.pairs, "salt": listed.salt, "signature": listed.signature}
    return _file(canonical.encode(value), f"{slug}-list.json", "application/json")


@get("/rounds/{slug:str}/rules", guards=[anyone], sync_to_thread=True)
def show_rules(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """The rules as they were frozen when voting opened."""
    view, terms = queries.rules_page(session, slug)
    ballot = ballot_in_words(view.ballot_kind, view.ballot_limit, view.ballot_most, page.say)
    name, gifts = names_in(page.language), terms["contributions"]
    money = [(given, only_in_words(given.get("only", ()), view.labels, page.say, name)) for given in gifts]
    counting = rule_in_words(view.rule, page.say)
    return page("results/rules.html", round=view, terms=terms, ballot=ballot, counting=counting, money=money)


@get("/rounds/{slug:str}/round.json", guards=[anyone], sync_to_thread=True)
def rules_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The frozen rules as the file whose hash was published."""
    view, _ = queries.rules_page(session, slug)
    return _file(view.frozen_rules.encode(), bundle.ROUND, "application/json")


@get("/rounds/{slug:str}/bundle.zip", guards=[anyone], sync_to_thread=True)
def bundle_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """Everything that is needed to recount."""
    view = round_page(session, slug).round
    return _file(results.public_bundle(session, view.id), f"{slug}-bundle.zip", "application/zip")


@get("/rounds/{slug:str}/round.pb", guards=[anyone], sync_to_thread=True)
def pabulib_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The election in the format of the Pabulib library."""
    view = round_page(session, slug).round
    text = results.pabulib_text(session, view.id)
    return _file(text.encode(), f"{slug}.pb", "text/plain")


@get("/rounds/{slug:str}/recount.pyz", guards=[anyone], sync_to_thread=True)
def recount_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The program that counts the bundle again."""
    queries.result_page(session, slug)
    return _file(recount_program(), "recount.pyz", "application/zip")


@get("/rounds/{slug:str}/verify.html", guards=[anyone], sync_to_thread=True)
def verify_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The page that checks the bundle in a browser. It is for keeping: under the policy of this site it cannot run."""
    queries.result_page(session, slug)
    return _file(verify_page(), bundle.VERIFIER, "application/octet-stream")


ROUTES = [
    show_result,
    show_why,
    explanations_file,
    ask_for_check_code,
    find_ballot,
    show_list,
    list_file,
    show_rules,
    rules_file,
    bundle_file,
    pabulib_file,
    recount_file,
    verify_file,
]


def _told(account: Account, say: Words) -> dict[str, Any]:
    """All that the page of a result tells; what is withheld is empty."""
    return {
        "poster": explanation.poster(account, say),
        "agencies": explanation.agencies(account, say),
        "funded": explanation.funded(account, say),
        "not_funded": explanation.not_funded(account, say),
        "wanted": explanation.wanted(account, say),
        "support_heads": explanation.support_heads(account, say),
        "turnouts": explanation.turnouts(account, say),
        "served": explanation.served(account, say),
        "passed_over": explanation.nobody_passed_over(account, say),
        "method": method.method(account, say),
        "parts": telling.parts(account, say),
        "ending": method.ending(account, say),
        "counting_money": method.counting_money(account, say),
        "step_table": telling.step_table(account, say),
        "holdings": method.holdings(account),
        "shares_moved": method.shares_moved(account, say),
        "what_ifs": what_ifs(account, say),
        "purses": purse_table(account, say),
        "kept": kept_table(account, say),
    }


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _file(body: bytes, name: str, media_type: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)
