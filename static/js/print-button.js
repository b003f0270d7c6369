// Shows the Print button, which needs a script; the browser's own menu does the same without it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
