// Shows what the rows of costs come to while they are typed. The server adds them up again; without scripts it alone does.
const AMOUNT = /^£?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;

function penceOf(text) {
  const found = AMOUNT.exec(text.trim());
  return found ? Number(found[1].replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : NaN;
}

function poundsOf(pence) {
  const rest = pence % 100;
  const whole = Math.floor(pence / 100).toLocaleString("en-GB");
  return rest ? `£${whole}.${String(rest).padStart(2, "0")}` : `£${whole}`;
}

for (const rows of document.querySelectorAll("[data-sum]")) {
  const total = document.getElementById(rows.dataset.sum);
  const show = () => {
    const typed = [...rows.querySelectorAll("input[inputmode=decimal]")].map((field) => field.value).filter((text) => text.trim());
    const sum = typed.reduce((before, text) => before + penceOf(text), 0);
    total.textContent = Number.isNaN(sum) ? "…" : poundsOf(sum);
  };
  rows.addEventListener("input", show);
  show();
}
