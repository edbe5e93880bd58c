// The words of a text and the stem of each. briefgen/stemming.py gives the same; tests/stemming.json holds both to that.

const NASAL =
  /^(?:(?:me|pe)(?:ny(?=[aeiou])|ng(?=[aeiou]|[ghkl])|n(?=[aeiou]|[cdjstz])|m(?=[aeiou]|[bfpv]))|me(?=[lmnrwy])|pe(?=[lmnwy]))/;
const SWALLOWED = { ny: "s", ng: "k", n: "t", m: "p" };
const FIRST = /^(?:di|ter|ke)/;
const SECOND = /^(?:be(?=k.r)|pe(?=k.r|per|tani)|ber|per)/;

export function words(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function stem(word, lang) {
  const name = lang.split("-")[0].toLowerCase();
  return name === "id" ? indonesian(word) : name === "en" ? english(word) : word;
}

function english(word) {
  if (word.length > 4 && word.endsWith("ies") && !/[ae]ies$/.test(word)) return word.slice(0, -3) + "y";
  if (word.length > 3 && word.endsWith("es") && !/[aeo]es$/.test(word)) return word.slice(0, -1);
  if (word.length > 3 && word.endsWith("s") && !/[us]s$/.test(word)) return word.slice(0, -1);
  return word;
}

function indonesian(word) {
  const bare = withoutEnd(withoutEnd(word, ["kah", "lah", "pun"]), ["nya"]);
  let root = withoutFirstPrefix(bare);
  const isVerb = root !== bare && /^(?:me|di)/.test(bare);
  root = withoutEnd(root, isVerb ? ["kan", "an", "i"] : ["kan", "an"]);
  root = without(SECOND, root);
  return root.length > 3 && /^k[aeiou]/.test(root) ? root.slice(1) : root;
}

function isRoot(rest) {
  return rest.length > 3 && (rest.match(/[aeiou]/g) ?? []).length > 1;
}

function withoutEnd(word, ends) {
  const end = ends.find((one) => word.endsWith(one) && isRoot(word.slice(0, -one.length)));
  return end ? word.slice(0, -end.length) : word;
}

function without(pattern, word) {
  const rest = word.replace(pattern, "");
  return isRoot(rest) ? rest : word;
}

function withoutFirstPrefix(word) {
  if (word.startsWith("menteri")) return word;
  if (/^[bp]elajar/.test(word)) return word.slice(3);
  const found = word.match(NASAL);
  if (!found) return without(FIRST, word);
  const rest = word.slice(found[0].length);
  const root = (/^[aeiou]/.test(rest) ? SWALLOWED[found[0].slice(2)] ?? "" : "") + rest;
  return isRoot(root) ? root : word;
}
