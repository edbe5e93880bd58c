// The cleaning view: one key or one click keeps or drops a line. The decision is saved in the article, and the page is updated.
import { swap } from "./swap.js";

const KEYS = { k: "keep", d: "drop", u: "undo", o: "outlet" };
const $ = (id) => document.getElementById(id);

function say(text) {
  $("status").textContent = text;
}

function send(body) {
  const token = document.querySelector('meta[name="briefgen-token"]').content;
  return fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "application/json", "x-briefgen-token": token },
    body: JSON.stringify(body),
  });
}

async function decide(button) {
  const { choice, line, text } = button.dataset;
  if (choice === "outlet") {
    showOutlet(button);
    return;
  }
  button.disabled = true;
  try {
    const answer = await send({ choice, line: Number(line), text });
    if (!answer.ok) {
      say(await answer.text());
      return;
    }
    const page = await fetch(location.pathname, { cache: "no-store" });
    swap(new DOMParser().parseFromString(await page.text(), "text/html"));
    say(`Line ${line}: ${choice}. Saved in the article.`);
    // New front matter moves all lines down.
    [...document.querySelectorAll("button[data-text]")].find((one) => one.dataset.text === text)?.focus();
  } catch {
    say("The server does not respond.");
  } finally {
    button.disabled = false;
  }
}

// --- drop a line for a whole outlet: what it changes is shown first

let wanted = null;
let done = 0;

async function ask(body) {
  const answer = await send({ choice: "outlet", ...body }).catch(() => null);
  if (!answer) {
    say("The server does not respond.");
    return null;
  }
  if (!answer.ok) {
    say(await answer.text());
    return null;
  }
  return answer.json();
}

async function showOutlet(button) {
  say("Looking for articles with this line …");
  const { line, text } = button.dataset;
  const result = await ask({ text });
  if (!result) {
    return;
  }
  say("");
  wanted = { line, text, version: result.version };
  $("outlet-count").textContent = result.count;
  $("outlet-path").textContent = result.path;
  $("outlet-diff").textContent = result.diff;
  $("outlet-articles").replaceChildren(
    ...result.articles.map((name) => {
      const made = document.createElement("li");
      made.dir = "auto";
      made.textContent = name;
      return made;
    }),
  );
  $("outlet-write").disabled = !result.diff;
  $("outlet").showModal();
}

async function settle(result) {
  if (result) {
    done = result.act;
    $("undo-outlet").hidden = !done;
    say(`${result.message}${done ? " This page follows when the site is built again." : ""}`);
  }
}

function move(step) {
  const rows = [...document.querySelectorAll(".row.marked")];
  const here = document.activeElement.closest(".row");
  const at = rows.indexOf(here);
  const next = at >= 0 ? at + step : step > 0 ? 0 : rows.length - 1;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}

addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.choice) {
    decide(button);
  } else if (button?.id === "outlet-write") {
    $("outlet").close();
    ask({ text: wanted.text, version: wanted.version }).then(settle);
  } else if (button?.id === "undo-outlet") {
    ask({ act: done }).then(settle);
  }
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "n" || event.key === "p") {
    move(event.key === "n" ? 1 : -1);
  } else if (KEYS[event.key]) {
    const row = document.activeElement.closest(".row");
    const button = row?.querySelector(`button[data-choice="${KEYS[event.key]}"]`);
    if (button) {
      decide(button);
    }
  }
});
