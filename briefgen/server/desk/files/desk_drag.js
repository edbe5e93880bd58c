// Drag an article by its handle, with mouse, pen or finger. Each move can be made with keys and with the menu, too.
const EDGE = 80;

let drag = null;

function unmark() {
  for (const one of document.querySelectorAll(".card.before, .card.after, .drop.target")) {
    one.classList.remove("before", "after", "target");
  }
}

// Where an article would go if it were dropped at a point: before a card, after the last one of a topic, or to lead.
function targetAt(x, y) {
  const element = document.elementFromPoint(x, y);
  const lead = element?.closest(".drop");
  if (lead) {
    return { leads: true, mark: [lead, "target"] };
  }
  const heading = element?.closest(".topic");
  const list = element?.closest("[data-topic-list]") ?? (heading && document.querySelector(`[aria-labelledby="${heading.id}"][data-topic-list]`));
  if (!list) {
    return null;
  }
  const all = [...list.children].filter((one) => one.classList.contains("card") && one !== drag.card);
  const topic = list.dataset.topicList;
  const next = all.find((one) => {
    const box = one.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (next) {
    return { topic, before: next.dataset.path, mark: [next, "before"] };
  }
  return { topic, before: "", mark: all.length ? [all.at(-1), "after"] : null };
}

function move(event) {
  drag.target = targetAt(event.clientX, event.clientY);
  unmark();
  const mark = drag.target?.mark;
  mark?.[0].classList.add(mark[1]);
  const by = event.clientY < EDGE ? -16 : event.clientY > innerHeight - EDGE ? 16 : 0;
  if (by) {
    // The column scrolls where it has a height of its own, else the page does.
    drag.card.closest("section").scrollBy(0, by);
    scrollBy(0, by);
  }
}

function end() {
  unmark();
  drag?.card.classList.remove("dragged");
  delete document.documentElement.dataset.briefgenBusy;
  const was = drag;
  drag = null;
  return was;
}

export function startDragging(drop) {
  addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.(".handle");
    if (!handle || event.button !== 0) {
      return;
    }
    drag = { card: handle.closest(".card"), target: null, at: [event.clientX, event.clientY], moves: false };
    handle.setPointerCapture(event.pointerId);
  });
  addEventListener("pointermove", (event) => {
    if (!drag) {
      return;
    }
    if (!drag.moves && Math.hypot(event.clientX - drag.at[0], event.clientY - drag.at[1]) < 5) {
      return;
    }
    if (!drag.moves) {
      drag.moves = true;
      document.documentElement.dataset.briefgenBusy = "";
      drag.card.classList.add("dragged");
    }
    move(event);
  });
  addEventListener("pointerup", () => {
    const was = drag && end();
    if (was?.moves && was.target) {
      drop(was.card, was.target);
    }
  });
  addEventListener("pointercancel", () => drag && end());
  addEventListener("keydown", (event) => event.key === "Escape" && drag && end());
}
