// The search page: it loads, for each word, one small file of each part of the index, and shows the articles that have all of the words.
// The last word may be a beginning. Words in quotes must stand together: the pages of the articles that have them all are read to see it.
// The index is written by briefgen/builders/search; VERSION names the form of its files. Where there is one by Pagefind, it is asked for words
// without filters, as long as it can be loaded.

import { beginnings, completions, stem, words } from "./stemming.js";

const VERSION = 4;
const [BEGINNING, SPREAD, STEP] = [3, 4, 37]; // what selects a shard; see place_of in index.py
const MANY = 4; // parts from which a beginning needs one letter more, so that it is in one shard of each
const IDEOGRAPHS = 0x2e80;
const UNSURE = 0.01; // what the weight of a word counts that only begins as what was typed
const MOST_READ = 40; // pages that are read at a time to find words that stand together
const SHOWN = 10;
const EVERYWHERE = "*";
const form = document.getElementById("search");
const status = document.getElementById("search-status");
const results = document.getElementById("results");
const more = document.getElementById("search-more");
const everything = document.getElementById("everything");

// --- the index ---

const loaded = new Map();

function load(name) {
  if (!loaded.has(name)) {
    const url = new URL(`${name}.json`, new URL(form.dataset.index, document.baseURI));
    const file = fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    });
    file.catch(() => loaded.delete(name)); // a later search tries again
    loaded.set(name, file);
  }
  return loaded.get(name);
}

async function manifest() {
  const found = await load("manifest");
  if (found.version !== VERSION) throw new Error(`the index is of version ${found.version}`);
  return found;
}

function isIdeograph(word) {
  return word.codePointAt(0) >= IDEOGRAPHS;
}

function shardOf(word, shards) {
  const letters = [...word];
  let place = 0;
  for (const char of letters.slice(0, isIdeograph(word) ? 1 : BEGINNING)) place = (place * 31 + char.codePointAt(0)) % 1000003;
  if (!isIdeograph(word) && letters.length > BEGINNING) place += (letters[BEGINNING].codePointAt(0) % SPREAD) * STEP;
  return (place % 1000003) % shards;
}

// The shards with the stems that begin like this; none if they would be too many.
function shardsOf(start, index, shards) {
  const length = [...start].length;
  if (isIdeograph(start) || length > BEGINNING) return [shardOf(start, shards)];
  if (length < BEGINNING || index.shards.length > MANY) return [];
  return [...new Set(Array.from({ length: SPREAD }, (_, n) => shardOf(start + String.fromCodePoint(n), shards)))];
}

function sizeOf(index, part) {
  // The parts of pages, such as About, come after those of articles.
  const first = index.shards.length - Math.ceil(index.pages / index.part);
  const [count, before] = part > first ? [index.pages, first] : [index.articles, 0];
  return Math.min(index.part, count - (part - before - 1) * index.part);
}

function numbers(text) {
  return (text.match(/../g) ?? []).map((digits) => parseInt(digits, 32));
}

// --- one part of the articles ---

// From an article's number in the part to its weight for one word, in whichever language the word is.
async function weightsOfWord({ word, begins }, index, part) {
  const shards = index.shards[part - 1];
  const shard = (number) => load(`shard-${part}-${number}`);
  const file = (one) => shard(shardOf(one, shards));
  const weights = new Map();
  const add = (postings, times) => {
    if (postings === EVERYWHERE) {
      for (let at = 0; at < sizeOf(index, part); at++) weights.set(at, weights.get(at) ?? 0);
    }
    // A letter is a weight; the numbers of the articles that have it follow.
    for (const [, letter, those] of postings.matchAll(/([A-I])([^A-I*]+)/g)) {
      const weight = (letter.charCodeAt(0) - 64) * times;
      for (const at of numbers(those)) weights.set(at, Math.max(weight, weights.get(at) ?? 0));
    }
  };
  for (const one of new Set(index.languages.map((lang) => stem(word, lang)))) {
    const known = await file(one);
    if (Object.hasOwn(known, one)) add(known[one], 1);
  }
  for (const start of begins ? new Set(index.languages.flatMap((lang) => beginnings(word, lang))) : []) {
    for (const known of await Promise.all(shardsOf(start, index, shards).map(shard))) {
      for (const [one, postings] of Object.entries(known)) {
        if (one.startsWith(start)) add(postings, UNSURE);
      }
    }
  }
  for (const one of begins && !weights.size ? new Set(index.languages.flatMap((lang) => completions(word, lang))) : []) {
    const known = await file(one);
    if (Object.hasOwn(known, one)) add(known[one], UNSURE);
  }
  return weights;
}

// The same for the words of a term: an article must have each of them.
async function weightsOf(term, index, part) {
  const [first, ...others] = await Promise.all(term.words.map((word) => weightsOfWord(word, index, part)));
  for (const weights of others) {
    for (const [at, weight] of first) weights.has(at) ? first.set(at, weight + weights.get(at)) : first.delete(at);
  }
  return first;
}

// The numbers of the articles that the filters let through, or null where none is set.
async function allowed(query, part) {
  if (!isFiltered(query)) return null;
  const facets = await load(`facets-${part}`);
  const sets = [];
  for (const facet of ["topic", "source"]) {
    if (!query[facet]) continue;
    const known = facets[facet];
    sets.push(new Set(numbers(Object.hasOwn(known, query[facet]) ? known[query[facet]] : "")));
  }
  if (query.from || query.to) {
    const those = new Set();
    let at = 0;
    for (const [day, count] of facets.days) {
      for (const end = at + count; at < end; at++) {
        if ((!query.from || day >= query.from) && (!query.to || day <= query.to)) those.add(at);
      }
    }
    sets.push(those);
  }
  return sets.reduce((both, those) => new Set([...both].filter((at) => those.has(at))));
}

// [terms that it has, weight, number among all articles] of each article of a part that has one of the terms and none that must not be there.
async function searchPart(query, index, part) {
  const of = (terms) => Promise.all(terms.map((term) => weightsOf(term, index, part)));
  // Whether words of a term that must not be there stand together is seen later.
  const single = query.without.filter((term) => term.words.length === 1);
  const [through, found, unwanted] = await Promise.all([allowed(query, part), of(query.terms), of(single)]);
  const hits = new Map();
  if (!query.terms.length) {
    for (const at of through ?? Array.from({ length: sizeOf(index, part) }, (_, n) => n)) hits.set(at, [0, 0]);
  }
  for (const weights of found) {
    for (const [at, weight] of weights) {
      const [matched, sum] = hits.get(at) ?? [0, 0];
      hits.set(at, [matched + 1, sum + weight]);
    }
  }
  for (const weights of unwanted) for (const at of weights.keys()) hits.delete(at);
  const first = (part - 1) * index.part;
  return [...hits].filter(([at]) => !through || through.has(at)).map(([at, hit]) => [...hit, first + at]);
}

// The articles by how many of the terms they have, then by weight, then the newest first: the same order each time.
async function search(query) {
  const index = await manifest();
  const parts = await Promise.all(index.shards.map((_, n) => searchPart(query, index, n + 1)));
  const hits = parts.flat().sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  const best = hits.length ? hits[0][0] : 0;
  return { hits: hits.filter(([matched]) => matched === best).map((hit) => hit[2]), all: best === query.terms.length };
}

async function rowOf(number) {
  const index = await manifest();
  const part = Math.floor(number / index.part);
  const within = number % index.part;
  const chunk = await load(`titles-${part + 1}-${Math.floor(within / index.chunk)}`);
  return chunk[within % index.chunk];
}

// --- words that stand together ---

// The text of an article's page as words between spaces, its parts apart; empty where its page is elsewhere.
async function textOf(address) {
  const url = new URL(address || "#", document.baseURI);
  if (!address || url.origin !== location.origin) return "";
  const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
  const parts = [...page.querySelectorAll("main :is(.p-name, .p-summary, .e-content)")];
  return spaced(parts.length ? parts.map((part) => part.textContent) : [page.body.textContent]);
}

function spaced(texts) {
  return texts.map((text) => ` ${words(text).join(" ")} `).join("|");
}

function holds(text, { words: those }) {
  return text.includes(` ${those.map((one) => one.word).join(" ")}${those.at(-1).begins ? "" : " "}`);
}

// Whether an article has all the words that must stand together, and none of those that must not.
async function passes([address, title, , , , summary], query) {
  const shown = spaced([title, summary]);
  const phrases = query.terms.filter((term) => term.words.length > 1 && !holds(shown, term));
  const unwanted = query.without.filter((term) => term.words.length > 1);
  if (!phrases.length && !unwanted.length) return true;
  const text = `${shown}|${await textOf(address).catch(() => "")}`;
  return phrases.every((term) => holds(text, term)) && !unwanted.some((term) => holds(text, term));
}

// --- what is asked ---

// The terms of a query, each with its words: words in quotes are one term, and a minus makes one that must not be there.
function parsed(text) {
  const [terms, without] = [[], []];
  for (const [whole, minus, quoted, word] of text.matchAll(/([-−]?)(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))/gu)) {
    const isOpen = !minus && text.endsWith(whole) && /[\p{L}\p{N}\p{M}]$/u.test(whole);
    const those = words(quoted ?? word).map((one) => ({ word: one, begins: false }));
    if (!those.length) continue;
    if (isOpen) those.at(-1).begins = true;
    const found = quoted === undefined && !minus ? those.map((one) => ({ words: [one] })) : [{ words: those }];
    (minus ? without : terms).push(...found);
  }
  return { terms: once(terms), without: once(without) };
}

function once(terms) {
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
}

const builtIn = { search, rowOf };
let pagefind;

// What finds the articles and says what a result shows: Pagefind, where the site has it and this browser can run it, else the index above.
function asking(query) {
  if (!form.dataset.pagefind || isFiltered(query) || !isPlain(query)) return builtIn;
  pagefind ??= import("./pagefind.js").then((found) => found.open(form.dataset)).catch(() => builtIn);
  return pagefind;
}

function isFiltered({ topic, source, from, to }) {
  return Boolean(topic || source || from || to);
}

function isPlain({ terms, without }) {
  return !without.length && terms.every((term) => term.words.length === 1);
}

// --- the page ---

const dates = new Intl.DateTimeFormat(form.dataset.language, { dateStyle: "medium", timeZone: "UTC" });

function resultOf([address, title, lang, day, source, summary]) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  if (address) link.href = address;
  link.textContent = title;
  const line = document.createElement("span");
  line.className = "note";
  line.textContent = [source, day && dates.format(new Date(day))].filter(Boolean).join(" · ");
  const said = document.createElement("p");
  said.textContent = summary;
  for (const foreign of lang === form.dataset.language ? [] : [link, said]) {
    foreign.lang = lang;
    foreign.dir = "auto";
  }
  item.append(link, ...(summary ? [said] : []), line);
  return item;
}

function asked() {
  const values = Object.fromEntries(new FormData(form));
  return { ...values, words: [...new Set(words(values.q ?? ""))], ...parsed(values.q ?? "") };
}

let turn = 0;
let waiting = [];
let query = asked();
let rowOfHit = rowOf;

// The next results; of words that must stand together, as many as are found in some pages.
async function nextRows(mine) {
  const rows = [];
  for (let read = 0; mine === turn && waiting.length && rows.length < SHOWN && read < MOST_READ; read += SHOWN) {
    const some = await Promise.all(waiting.slice(0, SHOWN).map(rowOfHit));
    const good = isPlain(query) ? [] : await Promise.all(some.map((row) => passes(row, query)));
    if (mine !== turn) return [];
    waiting = waiting.slice(SHOWN);
    rows.push(...some.filter((_, n) => good[n] ?? true));
  }
  return rows;
}

async function showMore(mine) {
  const next = await nextRows(mine);
  if (mine !== turn) return;
  const items = next.map(resultOf);
  results.append(...items);
  more.hidden = !waiting.length;
  return items[0];
}

async function run() {
  const mine = ++turn;
  query = asked();
  const isEmpty = !query.terms.length && !query.without.length && !isFiltered(query);
  everything.hidden = !isEmpty;
  remember(query);
  if (isEmpty) {
    status.textContent = "";
    results.replaceChildren();
    more.hidden = true;
    return;
  }
  status.textContent = form.dataset.searching;
  try {
    const engine = await asking(query);
    const { hits, all } = await engine.search(query);
    if (mine !== turn) return; // another search was asked for meanwhile
    [waiting, rowOfHit] = [hits, engine.rowOf];
    results.replaceChildren();
    await showMore(mine);
    if (mine !== turn) return;
    const count = isPlain(query) ? hits.length : results.children.length;
    status.textContent = told(count, all, !isPlain(query) && waiting.length > 0);
  } catch {
    if (mine === turn) status.textContent = form.dataset.failed;
  }
}

function told(count, all, andMore) {
  const { found, none, some } = form.dataset;
  if (!count && !andMore) return none;
  const counted = found.replace("{num}", `${count.toLocaleString(form.dataset.language)}${andMore ? "+" : ""}`);
  return all ? counted : `${some} ${counted}`;
}

// The address holds what was asked for, so that a search can be linked to and come back to.
function remember(query) {
  const given = ["q", "topic", "source", "from", "to"].filter((name) => query[name]);
  const said = new URLSearchParams(given.map((name) => [name, query[name]])).toString();
  history.replaceState(null, "", said ? `?${said}` : location.pathname);
}

function restore() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

let pause;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  run();
});
form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(run, 150);
});
more.querySelector("button").addEventListener("click", async () => {
  const first = await showMore(turn);
  first?.querySelector("a").focus();
});

// The arrow keys go down from the words into what was found, and up again.
function step(event, down) {
  const stops = [form.elements.namedItem("q"), ...results.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + (down ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = form.elements.namedItem("q");
  const isWriting = /^(?:INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
  if (event.key === "/" && !isWriting) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(event, event.key === "ArrowDown");
  }
});

// The preview has swapped in what a new build says.
document.addEventListener("briefgen:swap", (event) => {
  event.preventDefault();
  loaded.clear();
  form.hidden = false;
  run();
});

form.hidden = false;
restore();
run();
