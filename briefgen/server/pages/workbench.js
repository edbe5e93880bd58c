// The cleaning view: one key or one click keeps or drops a line. The decision is saved in the article, and the page is updated.
import { swap } from "./swap.js";

const KEYS = { k: "keep", d: "drop", u: "undo" };

function say(text) {
  document.getElementById("status").textContent = text;
}

async function decide(button) {
  const token = document.querySelector('meta[name="briefgen-token"]').content;
  const { choice, line, text } = button.dataset;
  button.disabled = true;
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "content-type": "application/json", "x-briefgen-token": token },
      body: JSON.stringify({ choice, line: Number(line), text }),
    });
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

function move(step) {
  const rows = [...document.querySelectorAll(".row.marked")];
  const here = document.activeElement.closest(".row");
  const at = rows.indexOf(here);
  const next = at >= 0 ? at + step : step > 0 ? 0 : rows.length - 1;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}

addEventListener("click", (event) => {
  const button = event.target.closest("button[data-choice]");
  if (button) {
    decide(button);
  }
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
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
