// A ballot pack: everything that the screens of one ballot are made of, once loaded, so that they can be shown without
// asking anybody. `pb/booth/pack.py` says what is in it.

const FORMAT = "pb/pack/v1";

/** What says the sentences of a pack: `say` and `many`, as the server's templates call them. */
function words({ sentences, numbers }) {
  const put = (text, facts = {}) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const say = (sentence, facts) => put(known(sentences, sentence), facts);
  const many = (one, _more, number) => {
    const { forms, by } = known(numbers, one);
    return put(known(forms, known(by, number)), { number: number.toLocaleString("en-GB") });
  };
  return { say, many };
}

function known(all, name) {
  if (!Object.hasOwn(all, name)) throw new ReferenceError(`the pack has no ${name}`);
  return all[name];
}

/** The clips of a pack by language and exact words; a full stop at the end is heard by nobody. */
class Sounds {
  constructor({ tag, clips }) {
    Object.assign(this, { tag, clips });
  }
  of(text, tag = "") {
    const plain = text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ").replace(/\.$/, "");
    return this.clips[tag || this.tag]?.[plain] ?? "";
  }
}

class Signs {
  constructor(found) {
    this.found = found;
  }
  of(subject) {
    return this.found[subject] ?? null;
  }
}

/** A pack as screens are rendered from it. */
export class Pack {
  constructor(content) {
    if (content.format !== FORMAT) throw new TypeError(`this is no ${FORMAT}`);
    const { say, many } = words(content.words);
    this.limits = content.limits;
    this.told = content.told;
    this.templates = content.templates;
    this.tone = content.tone;
    this.sounds = new Sounds(content.sounds);
    this.signs = new Signs(content.signs);
    this.cards = {};
    for (const card of content.cards) this.cards[card.number] = { ...card, sounds: this.sounds };
    this.many = many;
    this.files = Object.values(content.files);
    this.globals = {
      say,
      many,
      language: content.language,
      asset: (name) => known(content.files, name),
      scene_words: (scene) => content.scenes[scene] ?? "",
    };
  }

  has(number) {
    return Object.hasOwn(this.cards, number);
  }
}

/** Load a pack; null where nobody answers or it is none. */
export async function loadPack(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? new Pack(await answer.json()) : null;
  } catch {
    return null;
  }
}
