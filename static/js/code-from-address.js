// A voting code that came by QR stands behind the # of the address, so no server ever logs it. Put it into the form and
// take it out of the address and the history.
const form = document.querySelector("[data-code-from-address]");
const code = decodeURIComponent(location.hash.slice(1));
if (form && code) {
  form.elements.voting_code.value = code;
  history.replaceState(null, "", location.pathname);
  form.requestSubmit();
}
