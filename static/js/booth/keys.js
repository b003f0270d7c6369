// Big keys on the screen: twelve places in three groups of four. A touch on a group goes back to it; the next keys take the
// place of what stands there. Where a group was found wrong, typing begins there.
import { normalise } from "../verify/seal/crockford.js";

const PLACES = 12;
const GROUP = 4;

/** The keys in a panel, which write into a field until the signal; `use(true)` shows there what the field holds. */
export function openKeys(panel, field, signal) {
  const groups = [...panel.querySelectorAll("[data-group]")];
  const said = panel.querySelector("[data-keys-said]");
  const wrong = (panel.dataset.wrong ?? "").split(" ").filter(Boolean).map(Number);
  let symbols = Array(PLACES).fill("");
  let at = 0;
  let used = false;

  const next = () => {
    const empty = symbols.indexOf("");
    return empty < 0 ? PLACES : empty;
  };

  function draw() {
    groups.forEach((group, number) => {
      const here = symbols.slice(number * GROUP, (number + 1) * GROUP);
      [...group.querySelectorAll("[data-cell]")].forEach((cell, place) => {
        cell.textContent = here[place];
        cell.classList.toggle("cell--next", number * GROUP + place === at);
      });
      const told = [group.dataset.label, here.join(" "), wrong.includes(number + 1) ? group.dataset.look : ""];
      group.setAttribute("aria-label", told.filter(Boolean).join(". "));
      group.classList.toggle("group--wrong", wrong.includes(number + 1));
    });
    const whole = groups.map((_, number) => symbols.slice(number * GROUP, (number + 1) * GROUP).join(""));
    field.value = whole.filter(Boolean).join("-");
  }

  function type(symbol) {
    if (at >= PLACES) return;
    symbols[at] = symbol;
    at += 1;
    said.textContent = symbol;
    // At the end of a group that was put right, on to what is still empty, never over what was right.
    if (at === PLACES || (at % GROUP === 0 && symbols[at])) at = next();
    draw();
  }

  function remove() {
    if (at > 0 && (at === PLACES || !symbols[at])) at -= 1;
    symbols[at] = "";
    draw();
  }

  function goTo(number) {
    at = Math.min((number - 1) * GROUP, next());
    draw();
  }

  function press({ target }) {
    const button = target.closest("button");
    if (button?.dataset.key) type(button.dataset.key);
    else if (button?.dataset.group) goTo(Number(button.dataset.group));
    else if (button && "delete" in button.dataset) remove();
  }

  function pressKey(event) {
    if (!used || event.ctrlKey || event.altKey || event.metaKey) return;
    const symbol = normalise(event.key);
    if (event.key === "Backspace") remove();
    else if (event.key.length === 1 && panel.querySelector(`[data-key="${CSS.escape(symbol)}"]`)) type(symbol);
    else return;
    event.preventDefault();
  }

  panel.addEventListener("click", press, { signal });
  addEventListener("keydown", pressKey, { signal });

  function use(on) {
    used = on;
    if (!on) return;
    const typed = normalise(field.value).slice(0, PLACES);
    symbols = Array.from({ length: PLACES }, (_, place) => typed[place] ?? "");
    at = next();
    if (wrong.length) goTo(wrong[0]);
    draw();
  }

  return { use };
}
