// Shows the Print button, which needs a script; the browser's own menu does the same without it.
function offer() {
  for (const button of document.querySelectorAll("[data-print][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

offer();
document.addEventListener("screen", offer); // the voting screens are put in one after the other
