// Walks through a ballot at random; at each step the browser makes the next screen by itself and the server is asked for
// it too. Tells where the two differ, and how many screens were compared by kind.
async ([scripts, seed, steps]) => {
  const { loadPack } = await import(`${scripts}/booth/local/pack.js`);
  const { answer } = await import(`${scripts}/booth/local/turn.js`);
  let state = seed;
  const chance = (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const place = document.querySelector("[data-pack]");
  const pack = await loadPack(place.dataset.pack);
  if (!pack) return { faults: ["no pack"], seen: {} };
  const turn = { ...JSON.parse(place.dataset.turn), local: { address: place.dataset.pack, turn: place.dataset.turn } };

  const parsed = (page) => new DOMParser().parseFromString(page, "text/html");
  const parts = (page) => ({
    title: page.match(/<title>([^]*?)<\/title>/)[1],
    body: page.match(/<body class="">\n([^]*)  <\/body>/)[1].replace(/(name="envelope" value=")\w{32}/g, "$1…"),
  });
  const faults = [];
  const seen = {};
  let screen = parsed(await (await fetch("/vote/ballot")).text());

  for (let step = 0; step < steps && !faults.length; step += 1) {
    for (const box of screen.querySelectorAll("input[type=checkbox], input[type=radio]")) {
      if (chance(3) === 0) box.checked = box.type === "radio" || !box.checked;
    }
    const mine = [...screen.querySelectorAll("button[type=submit]")].filter((one) => {
      const address = one.hasAttribute("formaction") ? one.getAttribute("formaction") : one.form?.getAttribute("action");
      return /^\/vote\/(ballot|check)(#|$)/.test(address ?? "") && !["easier", "hello"].includes(one.value);
    });
    const ways = mine.filter((one) => one.name === "go");
    const pool = chance(2) && ways.length ? ways : mine;
    const by = pool[chance(pool.length)];
    const [path] = (by.getAttribute("formaction") ?? by.form.getAttribute("action")).split("#");
    const form = new URLSearchParams(new FormData(by.form, by));
    const here = answer(pack, turn, form.get("form_token"), path, form);
    const page = await (await fetch(path, { method: "POST", body: form })).text();
    const there = parts(page);
    if (!here) {
      faults.push(`${path} ${form}: not answered here`);
      break;
    }
    const body = here.body.replace(/(name="envelope" value=")\w{32}/g, "$1…");
    if (here.title !== there.title) faults.push(`${path} ${form}: title ${here.title}, not ${there.title}`);
    if (body !== there.body) {
      let at = 0;
      while (body[at] === there.body[at]) at += 1;
      faults.push(`${path} ${form}:\nhere   ${body.slice(at - 80, at + 160)}\nserver ${there.body.slice(at - 80, at + 160)}`);
    }
    screen = parsed(page);
    const name = screen.querySelector("h1").textContent.trim();
    seen[name] = (seen[name] ?? 0) + 1;
  }
  return { faults, seen };
};
