// Tells the stylesheet that scripts run, then wakes GOV.UK's components where a page has some. Pages work without it.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}

const wake = async () => (await import("../vendor/govuk/govuk-frontend.js")).initAll();

// A link that looks like a button needs them for the space key alone, so not before somebody moves to it.
if (document.querySelector("[data-module^='govuk-']:not(a)")) wake();
else if (document.querySelector("[data-module^='govuk-']")) addEventListener("focusin", wake, { once: true });
