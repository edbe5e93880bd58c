// The search page: it loads, for each word, one small file of each part of the index, and shows the articles that have all of the words.
// The index is written by briefgen/builders/search; VERSION names the form of its files. Where there is one by Pagefind, it is asked for words
// without filters, as long as it can be loaded.

import { stem, words } from "./stemming.js";

const VERSION = 3;
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

function shardOf(word, shards) {
  let place = 0;
  for (const char of word) place = (place * 31 + char.codePointAt(0)) % 1000003;
  return place % shards;
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
async function weightsOf(word, index, part) {
  const shards = index.shards[part - 1];
  const stems = [...new Set(index.languages.map((lang) => stem(word, lang)))];
  const files = await Promise.all(stems.map((one) => load(`shard-${part}-${shardOf(one, shards)}`)));
  const weights = new Map();
  stems.forEach((one, n) => {
    const postings = Object.hasOwn(files[n], one) ? files[n][one] : "";
    if (postings === EVERYWHERE) {
      for (let at = 0; at < sizeOf(index, part); at++) weights.set(at, weights.get(at) ?? 0);
    } else {
      // A letter is a weight; the numbers of the articles that have it follow.
      for (const [, letter, those] of postings.matchAll(/([A-I])([^A-I]*)/g)) {
        const weight = letter.charCodeAt(0) - 64;
        for (const at of numbers(those)) weights.set(at, Math.max(weight, weights.get(at) ?? 0));
      }
    }
  });
  return weights;
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

// [words that it has, weight, number among all articles] of each article of a part that has one of the words.
async function searchPart(query, index, part) {
  const [through, ...found] = await Promise.all([
    allowed(query, part),
    ...query.words.map((word) => weightsOf(word, index, part)),
  ]);
  const hits = new Map();
  if (!query.words.length) for (const at of through ?? []) hits.set(at, [0, 0]);
  for (const weights of found) {
    for (const [at, weight] of weights) {
      const [matched, sum] = hits.get(at) ?? [0, 0];
      hits.set(at, [matched + 1, sum + weight]);
    }
  }
  const first = (part - 1) * index.part;
  return [...hits].filter(([at]) => !through || through.has(at)).map(([at, hit]) => [...hit, first + at]);
}

// The articles by how many of the words they have, then by weight, then the newest first: the same order each time.
async function search(query) {
  const index = await manifest();
  const parts = await Promise.all(index.shards.map((_, n) => searchPart(query, index, n + 1)));
  const hits = parts.flat().sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  const best = hits.length ? hits[0][0] : 0;
  return { hits: hits.filter(([matched]) => matched === best).map((hit) => hit[2]), all: best === query.words.length };
}

async function rowOf(number) {
  const index = await manifest();
  const part = Math.floor(number / index.part);
  const within = number % index.part;
  const chunk = await load(`titles-${part + 1}-${Math.floor(within / index.chunk)}`);
  return chunk[within % index.chunk];
}

// --- what is asked ---

const builtIn = { search, rowOf };
let pagefind;

// What finds the articles and says what a result shows: Pagefind, where the site has it and this browser can run it, else the index above.
function asking(query) {
  if (!form.dataset.pagefind || isFiltered(query)) return builtIn;
  pagefind ??= import("./pagefind.js").then((found) => found.open(form.dataset)).catch(() => builtIn);
  return pagefind;
}

function isFiltered({ topic, source, from, to }) {
  return Boolean(topic || source || from || to);
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
  return { ...values, words: [...new Set(words(values.q ?? ""))] };
}

let turn = 0;
let waiting = [];
let rowOfHit = rowOf;

async function showMore(mine) {
  const next = await Promise.all(waiting.slice(0, SHOWN).map(rowOfHit));
  if (mine !== turn) return;
  waiting = waiting.slice(SHOWN);
  const items = next.map(resultOf);
  results.append(...items);
  more.hidden = !waiting.length;
  return items[0];
}

async function run() {
  const mine = ++turn;
  const query = asked();
  const isEmpty = !query.words.length && !isFiltered(query);
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
    if (mine === turn) status.textContent = told(hits.length, all);
  } catch {
    if (mine === turn) status.textContent = form.dataset.failed;
  }
}

function told(count, all) {
  const { found, none, some } = form.dataset;
  if (!count) return none;
  const counted = found.replace("{num}", count.toLocaleString(form.dataset.language));
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

form.hidden = false;
restore();
run();
