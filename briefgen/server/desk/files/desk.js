// The desk: every act is a request, and the answer is the new page. Files are the truth; nothing is kept here but what was undone.
import { swap } from "/_briefgen/swap.js";
import { startDragging } from "/_briefgen/desk/desk_drag.js";

const $ = (id) => document.getElementById(id);
const cards = (root = document) => [...root.querySelectorAll(".card")].filter((one) => !one.hidden);
const cardOf = (element) => element?.closest?.(".card") ?? null;
const token = () => document.querySelector('meta[name="briefgen-token"]').content;
const selected = new Set();
const store = "briefgen:desk";

// --- what can be undone, for this tab

let stacks = { token: token(), done: [], undone: [] };
try {
  const kept = JSON.parse(sessionStorage.getItem(store));
  if (kept?.token === stacks.token) {
    stacks = kept;
  }
} catch {
  // Without storage, loading the page again forgets what can be undone.
}

function keepStacks() {
  try {
    sessionStorage.setItem(store, JSON.stringify(stacks));
  } catch {
    // As above.
  }
}

// --- sentences

function say(text, refused = false) {
  $("status").className = refused ? "refused" : "";
  $("status").textContent = text;
}

// --- the page after every swap

let introductionWas = null;

function paint() {
  for (const box of document.querySelectorAll("[data-select]")) {
    box.checked = selected.has(box.dataset.select);
  }
  for (const path of [...selected]) {
    if (!document.querySelector(`[data-select="${CSS.escape(path)}"]`)) {
      selected.delete(path);
    }
  }
  for (const field of [$("introduction"), $("title")]) {
    if (field && !field.dirty && field.value !== field.defaultValue) {
      field.value = field.defaultValue;
    }
  }
  const draft = $("is-draft");
  if (draft && !$("title").dirty) {
    draft.checked = draft.defaultChecked;
  }
  $("undo").disabled = !stacks.done.length;
  $("redo").disabled = !stacks.undone.length;
  $("bulk").hidden = !selected.size;
  $("bulk-count").textContent = selected.size ? `${selected.size} selected` : "";
  filter();
  // One card of each column can be reached with Tab; j and k go on from there.
  for (const list of [document.querySelector(".queue"), $("edition")]) {
    const all = cards(list);
    const here = all.find((one) => one.contains(document.activeElement)) ?? all.find((one) => one.tabIndex === 0) ?? all[0];
    all.forEach((one) => (one.tabIndex = one === here ? 0 : -1));
  }
}

function filter() {
  const words = $("filter-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = ["source", "topic", "lang", "day"].map((name) => [name, $(`filter-${name}`).value]);
  const all = [...document.querySelectorAll("#waiting > .card")];
  for (const card of all) {
    const text = `${card.dataset.title} ${card.dataset.source} ${card.dataset.tags} ${card.dataset.summary}`.toLowerCase();
    card.hidden = !words.every((word) => text.includes(word)) || wanted.some(([name, value]) => value && card.dataset[name] !== value);
  }
  const shown = all.filter((one) => !one.hidden).length;
  $("filtered").textContent = shown < all.length ? `${shown} of ${all.length} shown` : "";
}

// Where the focus is, so that it can be given back to the same control, or to what took its place.
function place() {
  const focus = document.activeElement;
  const card = cardOf(focus);
  if (!card) {
    return { id: focus?.id };
  }
  const list = cards(card.parentElement);
  const control = focus === card ? "" : selectorOf(focus);
  return { card: card.id, at: list.indexOf(card), list: card.parentElement.id || card.parentElement.dataset.topicList, control };
}

// Finds a control again in a new version of its card.
function selectorOf(control) {
  const own = control.closest("li[data-path]:not(.card)");
  const within = own ? `#${CSS.escape(own.id)} ` : "";
  if (control.dataset.do) {
    return `${within}[data-do="${control.dataset.do}"]`;
  }
  return control.classList.contains("handle") ? ".handle" : control.localName;
}

function goBack(was) {
  if (!was.card) {
    const same = was.id && $(was.id);
    if (same && document.activeElement !== same) {
      same.focus({ preventScroll: true });
    } else if (!same && document.activeElement === document.body) {
      $("headline").closest("section").focus({ preventScroll: true });
    }
    return;
  }
  let card = $(was.card);
  const isSame = card && !card.hidden && card.dataset.kind !== undefined;
  if (!isSame) {
    const list = $(was.list) ?? document.querySelector(`[data-topic-list="${CSS.escape(was.list ?? "")}"]`);
    const rest = list ? cards(list) : [];
    card = rest[Math.min(was.at, rest.length - 1)] ?? cards($("edition"))[0];
  }
  if (!card) {
    $("inbox").focus({ preventScroll: true });
    return;
  }
  const control = was.control ? card.querySelector(was.control) : null;
  const hidden = control?.closest("details:not([open])");
  (isSame && control && !hidden ? control : card).focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

// --- acts, one after the other

let queue = Promise.resolve();
let swaps = 0;

function versions(paths) {
  const own = {};
  for (const path of paths) {
    const known = document.querySelector(`[data-path="${CSS.escape(path)}"][data-version]`);
    if (known?.dataset.version) {
      own[path] = known.dataset.version;
    }
  }
  return own;
}

async function send(body) {
  return fetch("/_briefgen/desk/act", {
    method: "POST",
    headers: { "content-type": "application/json", "x-briefgen-token": token() },
    body: JSON.stringify({ date: document.body.dataset.date, tab: document.documentElement.dataset.briefgenTab, ...body }),
  });
}

// `known` are versions of files as they were when somebody began to write; by default those of the page now.
function act(body, known = null) {
  const job = queue.then(() => perform(body, known));
  queue = job.catch(() => {});
  return job;
}

async function perform(body, known) {
  const paths = [...(body.articles ?? []), document.body.dataset.path];
  const answer = await send({ ...body, versions: { ...versions(paths), ...(known ?? {}) } }).catch(() => null);
  const result = await answer?.json().catch(() => null);
  if (!result) {
    say("The server does not respond.", true);
    return false;
  }
  if (!answer.ok) {
    if (result.wanted !== undefined) {
      showConflict(result, body);
    }
    say(result.message, true);
    return false;
  }
  if (body.do === "undo" || body.do === "redo") {
    const [from, to] = body.do === "undo" ? [stacks.done, stacks.undone] : [stacks.undone, stacks.done];
    to.push(from.pop());
  } else if (result.act) {
    stacks.done.push(result.act);
    stacks.undone = [];
  }
  keepStacks();
  swaps += 1;
  if (body.do === "introduce") {
    $("introduction").dirty = false;
    introductionWas = null;
  }
  if (body.do === "describe") {
    $("title").dirty = false;
  }
  show(result.page, result.message);
  return true;
}

function show(page, message) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    menu.open = false;
  }
  const was = place();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  for (const name of ["date", "path", "version", "lead"]) {
    document.body.dataset[name] = fresh.body.dataset[name] ?? "";
  }
  swap(fresh);
  paint();
  goBack(was);
  const card = was.card && $(was.card);
  const handle = card?.querySelector(".handle");
  say(handle && message.startsWith("Moved") ? `${message}. Now ${handle.getAttribute("aria-label").replace(/^Move /, "")}.` : message);
}

async function again(step) {
  const from = step === "undo" ? stacks.done : stacks.undone;
  if (!from.length) {
    say(`There is nothing to ${step}.`);
    return;
  }
  await act({ do: step, act: from.at(-1) });
}

// --- dialogs

let onForm = null;

function open(id, submit = null) {
  onForm = submit;
  $(id).showModal();
}

function ask(head, text, yes) {
  $("ask-head").textContent = head;
  $("ask-text").textContent = text;
  open("dialog-ask", yes);
}

function lines(own, other) {
  const known = new Set(other.split("\n"));
  return own.split("\n").map((line) => {
    const made = document.createElement(known.has(line) ? "span" : "mark");
    made.textContent = `${line}\n`;
    return made;
  });
}

function showConflict(result, body) {
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    dialog.close();
  }
  $("conflict-text").textContent = result.message;
  $("conflict-now").replaceChildren(...lines(result.now, result.wanted));
  $("conflict-wanted").replaceChildren(...lines(result.wanted, result.now));
  open("dialog-conflict", async () => {
    const page = await fetch(location.href, { cache: "no-store" });
    show(await page.text(), "");
    if (body.do === "introduce") {
      body.was = $("introduction").dataset.version;
    }
    await act(body);
  });
}

async function read(card) {
  const query = new URLSearchParams({ path: card.dataset.path, date: document.body.dataset.date });
  const answer = await fetch(`/_briefgen/desk/text?${query}`, { cache: "no-store" });
  if (!answer.ok) {
    say("This text is no longer there.", true);
    return;
  }
  const { title, lang, text } = await answer.json();
  $("read-title").textContent = title;
  $("read-text").lang = lang;
  $("read-text").replaceChildren(
    ...text.map((line) => {
      const made = document.createElement("p");
      made.dir = "auto";
      made.textContent = line;
      return made;
    }),
  );
  open("dialog-read");
}

const EACH = ["title", "summary", "note"];

function edit(paths, first = "") {
  const form = $("edit");
  const known = paths.map((path) => document.querySelector(`.card[data-path="${CSS.escape(path)}"]`)).filter(Boolean);
  const alone = known.length === 1;
  form.reset();
  for (const label of form.querySelectorAll("[data-field]")) {
    const name = label.dataset.field;
    label.hidden = !alone && EACH.includes(name);
    const field = form.elements[name];
    field.value = alone && name !== "topic" ? known[0].dataset[name] : "";
    field.before_ = field.value;
  }
  $("edit-head").textContent = alone ? "Edit" : `Edit ${known.length} articles`;
  $("edit-hint").textContent = alone ? known[0].dataset.path : "Empty fields stay as they are.";
  const had = versions(paths);
  open("dialog-edit", async () => {
    const fields = {};
    for (const name of [...EACH, "tags", "source", "lang", "story"]) {
      const field = form.elements[name];
      if (field.value !== field.before_ && !field.closest("label").hidden) {
        fields[name] = field.value;
      }
    }
    const topic = form.elements.topic.value;
    if (Object.keys(fields).length && !(await act({ do: "fields", articles: paths, fields }, had))) {
      return;
    }
    if (topic) {
      await act({ do: "topic", articles: paths, topic });
    }
  });
  (form.elements[first] ?? form.elements[alone ? "title" : "topic"]).focus();
}

function correct(card) {
  $("correction").reset();
  $("correct-of").textContent = card ? card.dataset.title : "On the whole edition";
  open("dialog-correct", () => act({ do: "correct", text: $("correction").elements.text.value, article: card ? card.dataset.path : "" }));
}

// --- acts on a card

function step(card, by) {
  const list = cards(card.parentElement);
  const at = list.indexOf(card);
  const target = by < 0 ? list[at - 1] : list[at + 2];
  if (at + by < 0 || at + by >= list.length) {
    say(`It is ${by < 0 ? "first" : "last"} in its topic.`);
    return;
  }
  act({ do: "move", articles: [card.dataset.path], topic: card.dataset.topic, before: target?.dataset.path ?? "" });
}

const chosen = (kinds) =>
  [...document.querySelectorAll(".card")].filter((one) => selected.has(one.dataset.path) && kinds.includes(one.dataset.kind)).map((one) => one.dataset.path);

const ACTS = {
  take: (card) => act({ do: "take", articles: [card.dataset.path], topic: card.dataset.topic }),
  "take-join": (card) => act({ do: "take", articles: [card.dataset.path], topic: card.dataset.topic, story: card.dataset.suggested }),
  skip: (card) => act({ do: "skip", articles: [card.dataset.path] }),
  read,
  edit: (card) => edit([card.dataset.path]),
  lead: (card) => act({ do: "lead", articles: [card.dataset.path] }),
  up: (card) => step(card, -1),
  down: (card) => step(card, 1),
  split: (card, source) => act({ do: "split", articles: [(source.closest("[data-path]") ?? card).dataset.path] }),
  hold: (card) => act({ do: "hold", articles: [card.dataset.path] }),
  release: (card) => act({ do: "release", articles: [card.dataset.path] }),
  delete: (card) => act({ do: "delete", articles: [card.dataset.path] }),
  correct,
};

const BULK = {
  take: () => bulk({ do: "take" }, ["inbox"]),
  skip: () => bulk({ do: "skip" }, ["inbox"]),
  fields: () => edit([...selected]),
  join: () => bulk({ do: "join" }, ["inbox", "edition"]),
  hold: () => bulk({ do: "hold" }, ["inbox", "edition"]),
  clear,
};

async function bulk(body, kinds) {
  const articles = chosen(kinds);
  if (!articles.length) {
    say(`Select ${kinds.length > 1 ? "an article" : "an item of the inbox"} first.`, true);
  } else if (await act({ ...body, articles })) {
    clear();
  }
}

function clear() {
  selected.clear();
  paint();
}

function select(path, on) {
  if (on) {
    selected.add(path);
  } else {
    selected.delete(path);
  }
  paint();
}

// --- pointer and forms

addEventListener("click", (event) => {
  const button = event.target.closest("button, [data-select]");
  if (!button) {
    return;
  }
  const card = cardOf(button);
  if (button.dataset.select) {
    select(button.dataset.select, button.checked);
  } else if (button.dataset.do && card) {
    ACTS[button.dataset.do](card, button);
  } else if (button.dataset.bulk) {
    BULK[button.dataset.bulk]();
  } else if (button.dataset.group) {
    act({ do: button.dataset.group, articles: JSON.parse(button.closest(".group").dataset.paths) });
  } else if (button.hasAttribute("data-close")) {
    button.closest("dialog").close();
  } else if (button.id === "undo" || button.id === "redo") {
    again(button.id);
  } else if (button.id === "keys") {
    open("dialog-keys");
  } else if (button.id === "correct") {
    correct(null);
  } else if (button.id === "freeze") {
    ask("Publish the edition?", "Its list, order and texts become final. Later changes need a correction. Nothing is uploaded yet.", () => act({ do: "freeze" }));
  } else if (button.id === "show-preview") {
    preview();
  } else if (button.id === "public") {
    report("public");
  } else if (button.id === "publish") {
    report("publish");
  }
});

addEventListener("change", (event) => {
  const field = event.target;
  if (field.id === "date") {
    location.search = `?date=${encodeURIComponent(field.value)}`;
  } else if (field.id === "bulk-topic" && field.value) {
    const topic = field.value;
    field.value = "";
    bulk({ do: "topic", topic }, ["inbox", "edition", "left-out"]);
  } else if (field.closest?.("#filters")) {
    filter();
  } else if (field.id === "keys-on") {
    localStorage.setItem(`${store}:keys`, field.checked ? "on" : "off");
  }
});

addEventListener("input", (event) => {
  const field = event.target;
  if (field.id === "filter-text") {
    filter();
  } else if (field.id === "introduction" || field.id === "title" || field.id === "is-draft") {
    (field.id === "is-draft" ? $("title") : field).dirty = true;
    if (field.id === "introduction") {
      introductionWas ??= field.dataset.version;
    }
  }
});

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") {
    return;
  }
  event.preventDefault();
  const dialog = form.closest("dialog");
  if (dialog) {
    const work = onForm;
    dialog.close();
    work?.();
  } else if (form.id === "introduce") {
    const field = $("introduction");
    act({ do: "introduce", text: field.value, was: introductionWas ?? field.dataset.version });
  } else if (form.id === "describe") {
    act({ do: "describe", title: $("title").value, status: $("is-draft")?.checked ? "draft" : "" });
  }
});

addEventListener("beforeunload", (event) => {
  if ($("introduction")?.dirty || $("title")?.dirty) {
    event.preventDefault();
  }
});

async function preview() {
  const panel = $("introduction-preview");
  const answer = await send({ do: "preview", text: $("introduction").value });
  const { html } = await answer.json();
  // Safe HTML of the server; the page's policy allows no script in it either.
  panel.replaceChildren(...new DOMParser().parseFromString(html ?? "", "text/html").body.childNodes);
  panel.hidden = false;
}

// The comparison builds the site, which may take a while; publishing is asked for in its report.
async function report(step) {
  say(step === "public" ? "Comparing the site with what is published …" : "Publishing …");
  $("publish").disabled = true;
  const answer = await send({ do: step }).catch(() => null);
  const result = await answer?.json().catch(() => null);
  if (!answer?.ok) {
    say(result?.message ?? "The server does not respond.", true);
    return;
  }
  say("");
  $("public-text").replaceChildren(
    ...result.lines.map((line) => {
      const made = document.createElement("p");
      made.textContent = line;
      return made;
    }),
  );
  $("publish").hidden = step === "publish";
  $("publish").disabled = !result.is_ready;
  if (!$("dialog-public").open) {
    open("dialog-public");
  }
}

// --- keys

const isField = (element) => element.matches("textarea, select, input:not([type=checkbox])");
const usesKeys = () => localStorage.getItem(`${store}:keys`) !== "off";
$("keys-on").checked = usesKeys();

function go(by) {
  const all = cards();
  const here = all.indexOf(cardOf(document.activeElement));
  const next = here < 0 ? all[by > 0 ? 0 : all.length - 1] : all[Math.max(0, Math.min(all.length - 1, here + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  i: () => (cards($("waiting"))[0] ?? $("inbox")).focus(),
  r: () => (cards($("edition"))[0] ?? $("edition")).focus(),
  "/": () => $("filter-text").focus(),
  "?": () => open("dialog-keys"),
  w: () => $("introduction").focus(),
  p: () => $("freeze")?.click(),
  u: () => again("undo"),
  U: () => again("redo"),
  a: () => {
    const column = cardOf(document.activeElement)?.closest("section") ?? document.querySelector(".queue");
    cards(column).forEach((one) => selected.add(one.dataset.path));
    paint();
  },
};

const ON = {
  inbox: { t: "take", s: "skip", g: "take-join", o: "read", e: "edit" },
  edition: { l: "lead", J: "down", K: "up", o: "read", e: "edit", b: "split", h: "hold", c: "correct", Delete: "delete" },
  "left-out": { h: "release", o: "read", e: "edit", Delete: "delete" },
};

function press(key, card) {
  if (key === "g" && chosen(["inbox", "edition"]).length > 1) {
    BULK.join();
  } else if ((key === "t" || key === "s") && chosen(["inbox"]).length) {
    BULK[key === "t" ? "take" : "skip"]();
  } else if (key === "x" && card) {
    select(card.dataset.path, !selected.has(card.dataset.path));
  } else if (key === "n" && card) {
    edit([card.dataset.path], "note");
  } else if (card && ON[card.dataset.kind]?.[key]) {
    const name = ON[card.dataset.kind][key];
    if (card.querySelector(`[data-do="${name}"]`)) {
      ACTS[name](card, card);
    } else {
      say("That cannot be done here.", true);
    }
  } else if (KEYS[key]) {
    KEYS[key]();
  } else {
    return false;
  }
  return true;
}

addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    document.querySelectorAll(".menu[open]").forEach((one) => (one.open = false));
    if (isField(target)) {
      KEYS[target.closest(".queue") ? "i" : "r"]();
    } else {
      clear();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
      target.form.requestSubmit();
    }
    return;
  }
  if (target.matches(".handle") && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    step(cardOf(target), event.key === "ArrowUp" ? -1 : 1);
    return;
  }
  if (!usesKeys() || isField(target)) {
    return;
  }
  if (target.matches(".card") && event.key === "Enter") {
    read(target);
  } else if (press(event.key, cardOf(target))) {
    event.preventDefault();
  }
});

// --- others change files, too

async function refresh() {
  let before, page;
  do {
    before = swaps;
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    page = answer?.ok ? await answer.text().catch(() => null) : null;
  } while (before !== swaps); // Another page came first: ours may be older.
  // While something is dragged, nothing moves; the act that follows brings the new page.
  if (page === null || "briefgenBusy" in document.documentElement.dataset) {
    return;
  }
  swaps += 1;
  const was = place();
  const top = shownTop();
  if (!swap(new DOMParser().parseFromString(page, "text/html"))) {
    location.reload();
  }
  paint();
  if (document.activeElement === document.body) {
    goBack(was);
  } else if (top !== null) {
    // What came or went above must not move what somebody looks at.
    scrollBy({ top: document.activeElement.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

// Where on the screen the element with the focus begins; null if it cannot be seen.
function shownTop() {
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight ? box.top : null;
}

document.addEventListener("briefgen-changed", refresh);
setInterval(() => document.hidden || refresh(), 20_000);
startDragging((card, { topic, before, leads }) =>
  leads
    ? card.hasAttribute("data-leads") || act({ do: "lead", articles: [card.dataset.path] })
    : act({ do: "move", articles: [card.dataset.path], topic, before }),
);
paint();
