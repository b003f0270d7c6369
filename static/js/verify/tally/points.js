// From what voters mark to points, for every kind of ballot.

const FACES = { yes: 2, bit: 1, no: 0 };
const WORDS = { approval: 'chosen', ranked: 'ranked', stars: 'stars', faces: 'faces' };

export const KINDS = Object.keys(WORDS);

/** The marks are not what the ballot allows; the message says in what. */
export class MarksRefused extends Error {}

/** The points of a ballot by project, as a Map; `paper` is what the rules say of the ballot. */
export function ofMarks(paper, marks) {
  const { kind } = paper;
  const said = Object.hasOwn(WORDS, kind) ? marks[WORDS[kind]] : undefined;
  if (said === undefined || Object.keys(marks).length !== 1 || !FITS[kind](said)) {
    throw new MarksRefused(`these are not the marks of a ballot of kind ${kind}`);
  }
  return READ[kind](said, paper);
}

const FITS = {
  approval: areTexts,
  ranked: areTexts,
  stars: (given) => isMap(given) && Object.values(given).every((count) => typeof count === 'number'),
  faces: (given) => isMap(given) && Object.values(given).every((answer) => typeof answer === 'string'),
};

const READ = {
  approval(chosen, { limit }) {
    demandNoRepeats(chosen);
    if (limit && chosen.length > limit) {
      throw new MarksRefused(`${chosen.length} projects are chosen, ${limit} are allowed`);
    }
    return new Map(chosen.map((project) => [project, 1]));
  },
  ranked(order, { limit }) {
    demandNoRepeats(order);
    if (order.length > limit) throw new MarksRefused(`${order.length} projects are ranked, ${limit} are allowed`);
    return new Map(order.map((project, place) => [project, limit - place]));
  },
  stars(given, { limit, most }) {
    for (const [project, count] of inOrder(given)) {
      if (count < 0 || count > most) {
        throw new MarksRefused(`project ${project} has ${count} stars, 0 to ${most} are allowed`);
      }
    }
    const whole = inOrder(given).reduce((sum, [, count]) => sum + BigInt(count), 0n);
    if (whole > BigInt(limit)) throw new MarksRefused(`${whole} stars are given, ${limit} are allowed`);
    return new Map(inOrder(given).filter(([, count]) => count));
  },
  faces(answers) {
    for (const [project, answer] of inOrder(answers)) {
      if (!Object.hasOwn(FACES, answer)) throw new MarksRefused(`project ${project} has the answer ${answer}`);
    }
    return new Map(inOrder(answers).map(([project, answer]) => [project, FACES[answer]]).filter(([, given]) => given));
  },
};

function inOrder(given) {
  return Object.keys(given).sort().map((project) => [project, given[project]]);
}

function areTexts(value) {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isMap(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function demandNoRepeats(projects) {
  if (new Set(projects).size !== projects.length) throw new MarksRefused('a project is marked twice');
}
