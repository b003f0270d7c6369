// A code that came by a square to scan stands behind the # of the address, so no server ever logs it: a voting code, or a
// check code. Put it into the field that the form names, take it out of the address and the history, and send the form.
const form = document.querySelector("[data-code-from-address]");
const code = location.hash.slice(1);
if (form && /^[\w -]{1,60}$/.test(code)) {
  form.elements[form.dataset.codeFromAddress].value = code;
  history.replaceState(null, "", location.pathname);
  form.requestSubmit();
}
