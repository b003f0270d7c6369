"""The words of letters to bidders: (subject, body), plain and kind, and what happens next.

The one that goes out while its reader is at the page is in their language. Nobody knows that of a bidder later on, so
the letters with a decision are in English.
"""

from collections.abc import Callable

from pb.core.words import ENGLISH, Words


def received(
    title: str, number: int, round_name: str, say: Words = ENGLISH, written: Callable[[str], str] = str
) -> tuple[str, str]:
    """A bid has arrived; `written` readies what people wrote for a sentence of another language."""
    names = {"title": written(title), "round": written(round_name)}
    next_steps = (
        say("What happens next: an officer checks that it is safe, lawful and costed."),
        say("You will get a letter with the answer."),
        say("You can change or withdraw your bid until bids close."),
    )
    paragraphs = (
        say("Hello"),
        say('We have your bid "{title}" for {round}. Its number is {number}.', number=number, **names),
        "\n".join(next_steps),
        say("Thank you for sending it."),
    )
    return say("We have your bid: {title}", title=names["title"]), "\n\n".join(paragraphs)


def admitted(title: str, reason: str, round_name: str) -> tuple[str, str]:
    """A bid is on the ballot."""
    words = f"\n\nThe officer wrote: {reason}" if reason else ""
    body = f"""Hello

Good news: your bid "{title}" will be on the ballot of {round_name}.{words}

What happens next: young people and parent carers vote. The result is published for everybody to see."""
    return f"Your bid is on the ballot: {title}", body


def refused(title: str, reason: str, round_name: str) -> tuple[str, str]:
    """A bid will not be on the ballot."""
    body = f"""Hello

Thank you for your bid "{title}". It will not be on the ballot of {round_name} this time.

The reason: {reason}

This reason is also on the round's page. If you think that it is not right, reply to your partnership's officers. They
can look at it again until voting opens."""
    return f"Not this time: {title}", body
