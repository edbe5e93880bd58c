// The words of a text and the stem of each. briefgen/stemming.py has the same rules; tests/stemming.json holds both to the same stems.

const LONG = 2; // a word with no more vowels than this is a stem already
const NOTHING = { family: "" };
const PARTICLES = [{ pattern: /(?:kah|lah|pun)$/ }];
const POSSESSIVES = [{ pattern: /(?:nya|ku|mu)$/ }];
const FIRST_PREFIXES = [
  { pattern: /^meny(?=[aeiou])/, instead: "s", family: "me" },
  { pattern: /^peny(?=[aeiou])/, instead: "s", family: "pe" },
  { pattern: /^mem(?=[aeiou])/, instead: "p", family: "me" },
  { pattern: /^pem(?=[aeiou])/, instead: "p", family: "pe" },
  { pattern: /^(?:meng|men|mem|me|di|ter)/, family: "me" },
  { pattern: /^(?:peng|pen|pem|ke)/, family: "pe" },
];
const SECOND_PREFIXES = [
  { pattern: /^pel(?=ajar)/, family: "pel" },
  { pattern: /^(?:ber|bel(?=ajar)|be(?=[^aeiou]er))/, family: "ber" },
  { pattern: /^(?:per|pe)/, family: "per" },
];
const SUFFIXES = [
  { pattern: /kan$/, notAfter: ["pe", "per"] },
  { pattern: /an$/, notAfter: ["me"] },
  { pattern: /(?<!s)i$/, notAfter: ["pe", "ber"] },
];

export function words(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function stem(word, lang) {
  const name = lang.split("-")[0].toLowerCase();
  return name === "id" ? indonesian(word) : name === "en" ? english(word) : word;
}

// What the stem of a word begins with that itself begins like this one: of an Indonesian one without its prefix, too.
export function beginnings(word, lang) {
  const prefixes = lang.split("-")[0].toLowerCase() === "id" ? [...FIRST_PREFIXES, ...SECOND_PREFIXES] : [];
  const cutting = prefixes.filter((one) => one.pattern.test(word));
  return [word, ...cutting.map((one) => word.replace(one.pattern, one.instead ?? ""))];
}

// The stems of the word that this may become when its last letters are those of an ending.
export function completions(word, lang) {
  const endings = { id: ["kan", "an", "nya", "lah", "kah", "pun", "ku", "mu"], en: ["s", "es", "ies"] }[lang.split("-")[0].toLowerCase()] ?? [];
  const found = endings.flatMap((ending) =>
    Array.from(ending, (_, n) => ending.slice(0, n)).filter((start) => word.endsWith(start)).map((start) => word + ending.slice(start.length)),
  );
  return found.map((one) => stem(one, lang));
}

function english(word) {
  if (word.length > 4 && word.endsWith("ies") && !/[ae]ies$/.test(word)) return word.slice(0, -3) + "y";
  if (word.length > 3 && word.endsWith("es") && !/[aeo]es$/.test(word)) return word.slice(0, -1);
  if (word.length > 3 && word.endsWith("s") && !/[us]s$/.test(word)) return word.slice(0, -1);
  return word;
}

function indonesian(word) {
  word = cut(word, PARTICLES)[0];
  word = cut(word, POSSESSIVES)[0];
  const [rest, first] = cut(word, FIRST_PREFIXES);
  if (first === NOTHING) {
    const [bare, second] = cut(rest, SECOND_PREFIXES);
    return cut(bare, SUFFIXES, second.family)[0];
  }
  const [bare, suffix] = cut(rest, SUFFIXES, first.family);
  // A letter that the prefix had swallowed begins the stem: no further prefix stands before it.
  return suffix === NOTHING || first.instead ? bare : cut(bare, SECOND_PREFIXES)[0];
}

// A word without the first of these affixes that it has, if it is long enough, and what was cut.
function cut(word, affixes, after = "") {
  if ((word.match(/[aeiou]/g) ?? []).length > LONG) {
    for (const affix of affixes) {
      if (!affix.notAfter?.includes(after) && affix.pattern.test(word)) {
        return [word.replace(affix.pattern, affix.instead ?? ""), affix];
      }
    }
  }
  return [word, NOTHING];
}
