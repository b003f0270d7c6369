"""The words of letters to bidders: (subject, body), plain and kind, and what happens next."""


def received(title: str, number: int, round_name: str) -> tuple[str, str]:
    """A bid has arrived."""
    body = f"""Hello

We have your bid "{title}" for {round_name}. Its number is {number}.

What happens next: an officer checks that it is safe, lawful and costed. You will get a letter with the answer.
You can change or withdraw your bid until bids close.

Thank you for sending it."""
    return f"We have your bid: {title}", body


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
