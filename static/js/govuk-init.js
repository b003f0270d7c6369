// Tells the stylesheet that scripts run, then wakes GOV.UK's components. Pages work without it.
import { initAll } from "../vendor/govuk/govuk-frontend.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
initAll();
