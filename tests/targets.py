"""Whether what can be pressed is large enough, and far enough from its neighbours, for hands that shake."""

LEAST_TARGET, LEAST_GAP = 72, 20
BOXES = """() => [...document.querySelectorAll("main :is(a, button:not([tabindex='-1']), input[type=radio])")]
  .map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const place = getComputedStyle(one.closest(".way") ?? one).position;
    return { name: one.id || one.innerText, place, left, right, top, bottom };
  }).filter(({ left, right }) => right > left)"""


def too_small_or_too_near(page):
    """The controls of a page that are less than 72 px wide or high, and pairs with less than 20 px between them."""
    boxes = page.evaluate(BOXES)
    small = [
        one["name"]
        for one in boxes
        if min(one["right"] - one["left"], one["bottom"] - one["top"]) < LEAST_TARGET - 0.01
    ]
    flowing = [one for one in boxes if one["place"] != "sticky"]  # the way on lies above what scrolls below it
    return small + [
        (one["name"], other["name"])
        for at, one in enumerate(flowing)
        for other in flowing[at + 1 :]
        if max(
            other["left"] - one["right"],
            one["left"] - other["right"],
            other["top"] - one["bottom"],
            one["top"] - other["bottom"],
        )
        < LEAST_GAP - 0.01
    ]
