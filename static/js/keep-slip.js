// The slip of a vote as a picture, drawn and kept by the browser alone: one touch, for who has no printer and does not write
// codes down. It goes to no server.
const WIDTH = 1080;
const EDGE = 80;
const INK = "#231a2e";
const SQUARE = 560;
const PICTURE = 200;

const text = (slip, place) => slip.querySelector(place)?.textContent.trim().replace(/\s+/g, " ") ?? "";

/** Words in lines no wider than the picture; a word alone may be. */
function inLines(paper, words) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (paper.measureText(longer).width > WIDTH - 2 * EDGE && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** What is drawn from top to bottom: each part has a height and draws itself at a place of its own. */
function words(paper, content, size, weight = 500) {
  const family = getComputedStyle(document.body).fontFamily;
  paper.font = `${weight} ${size}px ${family}`;
  const [font, lines] = [paper.font, content ? inLines(paper, content) : []];
  const draw = (top) => {
    paper.font = font;
    lines.forEach((line, at) => paper.fillText(line, WIDTH / 2, top + size * (1.3 * at + 1)));
  };
  return { height: lines.length * size * 1.3 + size * 0.5, draw };
}

async function pictures(paper, slip) {
  const images = [...slip.querySelectorAll(".three img")];
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
  const step = (WIDTH - 2 * EDGE) / 3;
  const family = getComputedStyle(document.body).fontFamily;
  const draw = (top) =>
    images.forEach((image, at) => {
      const middle = EDGE + step * (at + 0.5);
      if (image.naturalWidth) paper.drawImage(image, middle - PICTURE / 2, top, PICTURE, PICTURE);
      paper.font = `700 40px ${family}`;
      paper.fillText(image.nextElementSibling.textContent, middle, top + PICTURE + 48);
    });
  return { height: images.length ? PICTURE + 90 : 0, draw };
}

function square(paper, slip) {
  const drawn = slip.querySelector(".slip__square svg");
  const draw = (top) => {
    const { width, height } = drawn.viewBox.baseVal;
    for (const path of drawn.querySelectorAll("path")) {
      const moved = path.transform.baseVal.consolidate()?.matrix;
      paper.save();
      paper.translate((WIDTH - SQUARE) / 2, top);
      paper.scale(SQUARE / width, SQUARE / height);
      if (moved) paper.transform(moved.a, moved.b, moved.c, moved.d, moved.e, moved.f);
      paper.strokeStyle = "#000";
      paper.stroke(new Path2D(path.getAttribute("d")));
      paper.restore();
    }
  };
  return drawn ? { height: SQUARE + 20, draw } : { height: 0, draw: () => {} };
}

async function drawnSlip(slip) {
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d");
  const [round, address] = [...slip.querySelectorAll(".slip__paper")].map((one) => one.textContent.trim().replace(/\s+/g, " "));
  const parts = [
    words(paper, round, 56, 780),
    words(paper, text(slip, ".slip__words > p"), 40),
    words(paper, text(slip, ".slip__code"), 76, 800),
    await pictures(paper, slip),
    square(paper, slip),
    words(paper, address, 34),
  ];
  canvas.width = WIDTH;
  canvas.height = 2 * EDGE + parts.reduce((sum, { height }) => sum + height, 0);
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.fillStyle = INK;
  paper.textAlign = "center";
  let top = EDGE;
  for (const { height, draw } of parts) {
    draw(top);
    top += height;
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function keep() {
  const picture = await drawnSlip(document.querySelector(".slip"));
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(picture), download: "my-vote.png" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function offer() {
  for (const button of document.querySelectorAll("[data-keep][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", keep);
  }
}

offer();
document.addEventListener("screen", offer);
