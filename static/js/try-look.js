// "Make it easier": what is touched shows at once, before it is kept.
const form = document.querySelector("[data-try-look]");
const root = document.documentElement;
const parts = ["theme", "size", "calm", "pictures", "hand"];

form?.addEventListener("change", ({ target: { name, value } }) => {
  if (!parts.includes(name)) return;
  if (value) root.dataset[name] = name === "calm" ? "yes" : value;
  else delete root.dataset[name];
});
