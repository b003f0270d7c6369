"""What a forger would change in a bundle, for every verifier to notice.

The forger can make the manifest anew and put a signature of their own into it. They cannot alter what people noted: the
record's hash, the list's, the rules'.
"""

import hashlib
import json
import random
from copy import deepcopy

from published_round import (
    CARERS,
    CHOICES,
    YOUNG,
    files_of,
    opened,
    packed,
    record_lines,
    sign_wrongly,
    terms,
    values_of_round,
    withheld,
)

from pb.seal import bundle, canonical
from pb.seal.bundle import write_bundle

VALUES = values_of_round(terms(), opened())
HIDDEN = withheld(values_of_round(terms(floor=30), opened()))
WHOLE = packed(VALUES)


def altered(change, values=VALUES):
    """A bundle whose values were changed and whose manifest was made anew."""
    other = deepcopy(values)
    change(other)
    return packed(other, sign_wrongly)


def one_bit(text, at, bit):
    """Bytes of which one bit is another."""
    return text[:at] + bytes([text[at] ^ (1 << bit)]) + text[at + 1 :]


def frozen_otherwise(change):
    """A bundle whose rules were changed before all began, so that every hash fits."""
    frozen = terms()
    change(frozen["rules"])
    sound = terms()
    values = values_of_round(sound, opened())
    values[bundle.ROUND] = frozen
    acts = [(line["verb"], line["facts"]) for line in values[bundle.RECORD]]
    acts[1][1]["rules_hash"] = hashlib.sha256(canonical.encode(frozen)).hexdigest()
    values[bundle.RECORD] = record_lines(acts)
    result(values)["record"]["head"] = values[bundle.RECORD][-1]["hash"]
    return packed(values)


def result(values):
    return values[bundle.RESULT]


def swap_winner(values):
    outcome = result(values)["outcome"]
    loser = next(one["id"] for one in values[bundle.ROUND]["proposals"] if one["id"] not in outcome["winners"])
    outcome["winners"] = sorted([loser, *outcome["winners"][1:]])


def swap_order(values):
    order = result(values)["outcome"]["order"]
    order[0], order[1] = order[1], order[0]


def change_price(values):
    result(values)["outcome"]["steps"][0]["price"] = "1/9"


def change_paid(values):
    paid = result(values)["outcome"]["steps"][0]["paid"]
    paid[YOUNG], paid[CARERS] = paid[CARERS], paid[YOUNG]


def drop_ballot(values):
    del values[bundle.BALLOTS][3]


def drop_ballot_and_its_sums(values):
    drop_ballot(values)
    values[bundle.SUMS]["opened"] -= 1
    values[bundle.SUMS]["unreadable"] += 1


def add_ballot(values):
    stranger = opened(choices=[*CHOICES, (YOUNG, "4")])
    added = next(one for one in stranger if one[0] not in {line["commit"] for line in values[bundle.BALLOTS]})
    values[bundle.BALLOTS].append({"commit": added[0], "marks": added[2], "nonce": added[1]})
    values[bundle.BALLOTS].sort(key=lambda line: line["commit"])


def repeat_ballot(values):
    values[bundle.BALLOTS].insert(1, values[bundle.BALLOTS][0])


def change_marks(values):
    line = next(line for line in values[bundle.BALLOTS] if line["marks"]["chosen"] == ["1"])
    line["marks"]["chosen"] = ["4"]


def exchange_marks(values):
    lines = values[bundle.BALLOTS]
    lines[0]["marks"], lines[1]["marks"] = lines[1]["marks"], lines[0]["marks"]


def change_nonce(values):
    values[bundle.BALLOTS][0]["nonce"] = "00" * 32


def change_order_of_ballots(values):
    values[bundle.BALLOTS].reverse()


def change_share(values):
    values[bundle.ROUND]["rules"]["electorates"][0]["share"] = "1/3"
    values[bundle.ROUND]["rules"]["electorates"][1]["share"] = "2/3"


def change_pot(values):
    values[bundle.ROUND]["pot_pence"] += 10_000
    values[bundle.ROUND]["contributions"][0]["pence"] += 10_000


def change_cost(values):
    values[bundle.ROUND]["proposals"][0]["cost_pence"] -= 1


def change_title(values):
    values[bundle.ROUND]["proposals"][0]["title"] = "Another room"


def change_rule(values):
    values[bundle.ROUND]["rules"]["rule"]["second"] = "none"


def change_factor(values):
    values[bundle.ROUND]["rules"]["weight_factor"] = 4


def change_limit(values):
    values[bundle.ROUND]["rules"]["ballot"]["limit"] = 1


def change_floor(values):
    values[bundle.ROUND]["rules"]["disclosure_floor"] = 1


def change_roll(values):
    values[bundle.ROUND]["roll"][YOUNG] = 5


def change_dice(values):
    values[bundle.LIST]["dice"] = "3" * 20


def change_seed(values):
    values[bundle.LIST]["seed"] = "ab" * 32


def change_list_hash(values):
    values[bundle.LIST]["hash"] = "ab" * 32


def change_salt(values):
    values[bundle.LIST]["salt"] = "ab" * 32


def leave_out_the_salt(values):
    values[bundle.LIST]["salt"] = ""


def change_list_signature(values):
    values[bundle.LIST]["signature"] = "ab" * 64


def change_electorate(values):
    pair = next(pair for pair in values[bundle.LIST]["pairs"] if pair[1] == YOUNG)
    pair[1] = CARERS


def exchange_electorates(values):
    pairs = values[bundle.LIST]["pairs"]
    one = next(pair for pair in pairs if pair[1] == YOUNG)
    other = next(pair for pair in pairs if pair[1] == CARERS)
    one[1], other[1] = other[1], one[1]


def drop_from_list(values):
    del values[bundle.LIST]["pairs"][0]


def change_order_of_list(values):
    values[bundle.LIST]["pairs"].reverse()


def change_comparison(values):
    comparison = result(values)["comparisons"]["unweighted"]
    comparison["winners"] = comparison["winners"][:-1]


def drop_comparison(values):
    del result(values)["comparisons"]["greedy"]


def add_comparison(values):
    result(values)["comparisons"]["borda"] = result(values)["comparisons"]["greedy"]


def exchange_comparisons(values):
    others = result(values)["comparisons"]
    young, carers = f"electorate/{YOUNG}", f"electorate/{CARERS}"
    others[young], others[carers] = others[carers], others[young]


def change_turnout(values):
    result(values)["turnout"][YOUNG]["ballots"] += 1


def change_runs(values):
    result(values)["outcome"]["runs"] += 1


def change_runs_to_text(values):
    result(values)["outcome"]["runs"] = str(result(values)["outcome"]["runs"])


def change_record_actor(values):
    values[bundle.RECORD][2]["actor"] = "Eve"


def change_record_fact(values):
    values[bundle.RECORD][2]["facts"]["ballots"] += 1


def drop_record_line(values):
    del values[bundle.RECORD][0]


def drop_last_record_line(values):
    values[bundle.RECORD].pop()


def swap_record_lines(values):
    lines = values[bundle.RECORD]
    lines[1], lines[2] = lines[2], lines[1]


def dice_before_the_list(values):
    acts = [(line["verb"], line["facts"]) for line in values[bundle.RECORD]]
    acts[2], acts[3] = acts[3], acts[2]
    values[bundle.RECORD] = record_lines(acts)
    result(values)["record"]["head"] = values[bundle.RECORD][-1]["hash"]


def second_sealing(values):
    acts = [(line["verb"], line["facts"]) for line in values[bundle.RECORD]]
    values[bundle.RECORD] = record_lines([*acts, acts[2]])
    result(values)["record"] = {"entries": len(acts) + 1, "head": values[bundle.RECORD][-1]["hash"]}


def record_of_another_round(values):
    acts = [(line["verb"], line["facts"]) for line in values[bundle.RECORD]]
    values[bundle.RECORD] = record_lines(acts, "another")
    result(values)["record"]["head"] = values[bundle.RECORD][-1]["hash"]


def announce_another_winner(values):
    acts = [(line["verb"], line["facts"]) for line in values[bundle.RECORD]]
    acts[-1][1]["winners"] = ["4"]
    values[bundle.RECORD] = record_lines(acts)
    result(values)["record"]["head"] = values[bundle.RECORD][-1]["hash"]


def lose_a_vote(values):
    values[bundle.SUMS]["received"] += 1


def hide_unreadable(values):
    values[bundle.SUMS] |= {"cast": values[bundle.SUMS]["cast"] + 1, "unreadable": 1}
    values[bundle.SUMS]["received"] += 1


def negative_sum(values):
    values[bundle.SUMS] |= {"spoilt": -1, "replaced": values[bundle.SUMS]["replaced"] + 2}


def change_pabulib_vote(values):
    text = values[bundle.PABULIB]
    values[bundle.PABULIB] = (
        text.replace(';young-people;"', ';parent-carers;"', 1)
        if ';young-people;"' in text
        else (text.replace(";young-people;", ";parent-carers;", 1))
    )


def change_pabulib_budget(values):
    values[bundle.PABULIB] = values[bundle.PABULIB].replace("budget;1200", "budget;1201")


def add_pabulib_line(values):
    values[bundle.PABULIB] += "0000000000AA;young-people;1\n"


def cut_pabulib(values):
    values[bundle.PABULIB] = values[bundle.PABULIB].rsplit("\n", 2)[0] + "\n"


def explained(values, project="1"):
    return values[bundle.EXPLANATIONS]["projects"][project]


def move_a_penny_between_agencies(values):
    award = result(values)["money"]["awards"]["2"]
    award["0"], award["1"] = award["0"] - 1, award["1"] + 1


def give_less_back(values):
    result(values)["money"]["left"]["1"] -= 1


def forget_an_award(values):
    del result(values)["money"]["awards"]["3"]


def serve_more(values):
    result(values)["measures"]["served"][YOUNG]["served"] += 1


def say_that_it_was_not_counted(values):
    result(values)["uncounted"] = "no-money"


def back_it_more(values):
    explained(values)["backing"][YOUNG]["voters"] += 1


def hold_more(values):
    explained(values)["moments"][0]["held"][CARERS] += "0"


def ask_less(values):
    explained(values)["moments"][1]["price"] = "1/100"


def drop_a_moment(values):
    explained(values)["moments"].pop()


def leave_a_bid_unexplained(values):
    del values[bundle.EXPLANATIONS]["projects"]["4"]


def explain_a_bid_that_is_not_there(values):
    values[bundle.EXPLANATIONS]["projects"]["9"] = explained(values)


def ask_for_more_votes(values):
    explained(values)["changes"][f"votes/{YOUNG}"] |= {"before": 1, "needed": 2}


def promise_too_much(values):
    explained(values)["changes"]["cost"] |= {"before": 59_000, "needed": 58_900}


def give_up_too_early(values):
    del explained(values)["changes"]["cost"]["needed"]


def say_that_nothing_would_do(values):
    explained(values)["changes"][f"voters/{YOUNG}"] = {"before": 28, "last": 28}


def let_more_people_come_than_there_are(values):
    explained(values)["changes"][f"voters/{YOUNG}"]["last"] = 29


def drop_an_answer(values):
    del explained(values)["changes"][f"voters/{YOUNG}"]


def answer_for_an_electorate_that_is_not_there(values):
    explained(values)["changes"]["votes/teachers"] = {"before": 0, "last": 1, "needed": 1}


def leave_out_what_would_have_changed_it(values):
    del explained(values)["changes"]


def change_what_is_funded(values):
    explained(values, "2")["changes"] = explained(values)["changes"]


SEMANTIC = [
    *(
        (change, bundle.RESULT)
        for change in (
            move_a_penny_between_agencies,
            give_less_back,
            forget_an_award,
            serve_more,
            say_that_it_was_not_counted,
        )
    ),
    *(
        (change, bundle.EXPLANATIONS)
        for change in (
            back_it_more,
            hold_more,
            ask_less,
            drop_a_moment,
            leave_a_bid_unexplained,
            explain_a_bid_that_is_not_there,
            ask_for_more_votes,
            promise_too_much,
            give_up_too_early,
            say_that_nothing_would_do,
            let_more_people_come_than_there_are,
            drop_an_answer,
            answer_for_an_electorate_that_is_not_there,
            leave_out_what_would_have_changed_it,
            change_what_is_funded,
        )
    ),
    (swap_winner, bundle.RESULT),
    (swap_order, bundle.RESULT),
    (change_price, bundle.RESULT),
    (change_paid, bundle.RESULT),
    (drop_ballot, bundle.SUMS),
    (drop_ballot_and_its_sums, bundle.SUMS),
    (add_ballot, bundle.BALLOTS),
    (repeat_ballot, bundle.BALLOTS),
    (change_marks, bundle.BALLOTS),
    (exchange_marks, bundle.BALLOTS),
    (change_nonce, bundle.BALLOTS),
    (change_order_of_ballots, bundle.BALLOTS),
    (change_share, bundle.ROUND),
    (change_pot, bundle.ROUND),
    (change_cost, bundle.ROUND),
    (change_title, bundle.ROUND),
    (change_rule, bundle.ROUND),
    (change_factor, bundle.ROUND),
    (change_limit, bundle.ROUND),
    (change_floor, bundle.ROUND),
    (change_roll, bundle.ROUND),
    (change_dice, bundle.LIST),
    (change_seed, bundle.LIST),
    (change_list_hash, bundle.LIST),
    (change_salt, bundle.LIST),
    (leave_out_the_salt, bundle.LIST),
    (change_list_signature, bundle.LIST),
    (change_electorate, bundle.LIST),
    (exchange_electorates, bundle.LIST),
    (drop_from_list, bundle.LIST),
    (change_order_of_list, bundle.LIST),
    (change_comparison, bundle.RESULT),
    (drop_comparison, bundle.RESULT),
    (add_comparison, bundle.RESULT),
    (exchange_comparisons, bundle.RESULT),
    (change_turnout, bundle.RESULT),
    (change_runs, bundle.RESULT),
    (change_runs_to_text, bundle.RESULT),
    (change_record_actor, bundle.RECORD),
    (change_record_fact, bundle.RECORD),
    (drop_record_line, bundle.RECORD),
    (drop_last_record_line, bundle.RECORD),
    (swap_record_lines, bundle.RECORD),
    (dice_before_the_list, bundle.RECORD),
    (second_sealing, bundle.RECORD),
    (record_of_another_round, bundle.RECORD),
    (announce_another_winner, bundle.RECORD),
    (lose_a_vote, bundle.SUMS),
    (hide_unreadable, bundle.SUMS),
    (negative_sum, bundle.SUMS),
    (change_pabulib_vote, bundle.PABULIB),
    (change_pabulib_budget, bundle.PABULIB),
    (add_pabulib_line, bundle.PABULIB),
    (cut_pabulib, bundle.PABULIB),
]


UNREADABLE_ONES = [
    (lambda values: values[bundle.ROUND].update(format="pb/bundle/v9"), bundle.ROUND),
    (lambda values: values[bundle.SUMS].update(v=1), bundle.SUMS),
    (lambda values: result(values).update(ballots="lost"), bundle.RESULT),
    (lambda values: values.pop(bundle.BALLOTS), bundle.BALLOTS),
    (lambda values: values.pop(bundle.PABULIB), bundle.PABULIB),
    (lambda values: values.pop(bundle.EXPLANATIONS), bundle.EXPLANATIONS),
]


SENSELESS_RULES = [
    lambda rules: rules.update(lot="a coin"),
    lambda rules: rules["rule"].update(name="borda"),
    lambda rules: rules["rule"].update(step="1"),
    lambda rules: rules["rule"].update(more=1),
    lambda rules: rules["ballot"].update(kind="thumbs"),
    lambda rules: rules["ballot"].update(limit=-1),
    lambda rules: rules["electorates"][0].update(share="1e99999999/1"),
    lambda rules: rules["electorates"][0].update(share="0.5"),
    lambda rules: rules["electorates"][0].update(share="1/3"),
    lambda rules: rules.update(weight_factor=0),
]


def put_back_ballots(values):
    values[bundle.BALLOTS] = VALUES[bundle.BALLOTS]


def name_an_electorate(values):
    values[bundle.LIST]["pairs"][0][1] = YOUNG


def tell_the_turnout(values):
    result(values)["turnout"] = VALUES[bundle.RESULT]["turnout"]


def tell_a_comparison(values):
    result(values)["comparisons"] = VALUES[bundle.RESULT]["comparisons"]


def tell_whose_money(values):
    result(values)["money"] = VALUES[bundle.RESULT]["money"]


def tell_how_many_are_served(values):
    result(values)["measures"] = VALUES[bundle.RESULT]["measures"]


def put_back_explanations(values):
    values[bundle.EXPLANATIONS] = VALUES[bundle.EXPLANATIONS]


def say_that_all_were_blank(values):
    result(values)["uncounted"] = "only-blank"


def tell_the_steps(values):
    result(values)["outcome"] = VALUES[bundle.RESULT]["outcome"]


def fund_what_is_not_there(values):
    result(values)["outcome"]["winners"].append("9")


def fund_all(values):
    result(values)["outcome"] |= {"winners": ["1", "2", "3", "4"], "cost": "180050"}


def say_less_was_spent(values):
    result(values)["outcome"]["cost"] = "1"


WITHOUT_BALLOTS = [
    (put_back_ballots, bundle.BALLOTS),
    (name_an_electorate, bundle.LIST),
    (tell_the_turnout, bundle.RESULT),
    (tell_a_comparison, bundle.RESULT),
    (tell_the_steps, bundle.RESULT),
    (tell_whose_money, bundle.RESULT),
    (tell_how_many_are_served, bundle.RESULT),
    (put_back_explanations, bundle.EXPLANATIONS),
    (say_that_all_were_blank, bundle.RESULT),
    (fund_what_is_not_there, bundle.RESULT),
    (fund_all, bundle.RESULT),
    (say_less_was_spent, bundle.RESULT),
    (swap_record_lines, bundle.RECORD),
    (change_dice, bundle.LIST),
    (change_list_hash, bundle.LIST),
    (change_order_of_list, bundle.LIST),
    (drop_from_list, bundle.LIST),
    (change_salt, bundle.LIST),
    (lose_a_vote, bundle.SUMS),
    (change_pot, bundle.ROUND),
]

STRANGE = [None, True, 0, -1, 2**53 - 1, "", "x", "1/0", "é", [], [[]], {}, {"x": 1}, ["1", "1"], "9" * 400]


def places(value, path=()):
    """Every place in a value, as the keys that lead to it."""
    if isinstance(value, dict | list):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield (*path, key)
            yield from places(item, (*path, key))


def put(value, path, item):
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = item


def strange_bundles(values, many=400):
    """Bundles that have something strange in one place, each with the name of the file and the place."""
    chance = random.Random(7)  # noqa: S311 - a sample, the same each time
    files = {name: json.loads(json.dumps(value)) for name, value in values.items()}
    every = [(name, path) for name, value in files.items() if not isinstance(value, str) for path in places(value)]
    kept = files_of(values)
    for name, path in chance.sample(every, min(len(every), many)):
        other, item = deepcopy(files[name]), chance.choice(STRANGE)
        put(other, path, item)
        if other == files[name]:
            continue
        text = (
            b"".join(canonical.encode(line) + b"\n" for line in other)
            if name in bundle.LINE_SHAPES
            else canonical.encode(other)
        )
        yield (name, path, item), write_bundle({**kept, name: text}, sign_wrongly)
