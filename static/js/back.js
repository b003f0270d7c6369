// "Back" on a page beside the ballot: return to the very page one came from, with everything that was chosen on it.
for (const link of document.querySelectorAll("[data-back]")) {
  link.addEventListener("click", (event) => {
    if (history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
}
