// Live reload of `briefgen serve`: an open page shows every new build. The dev server adds it to its responses; it is never in a site.
import { hideProblems, hideStatus, isErrorPage, showProblems, showStatus } from "./problems.js";
import "./bar.js";
import { refresh, refreshStyles, swap, tellScripts } from "./swap.js";

const FIRST_WAIT = 200;
const LONGEST_WAIT = 5000;
const SCROLL = "briefgen:scroll";

// The server's own pages show every build, whichever pages it made.
const followsAll = document.documentElement.hasAttribute("data-briefgen-follows");
const isDesk = document.documentElement.dataset.briefgenFollows === "desk";
const tab = Math.random().toString(36).slice(2);
document.documentElement.dataset.briefgenTab = tab;
let wait = FIRST_WAIT;
let wasOpen = false;
let work = Promise.resolve();

function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

const navigation = performance.getEntriesByType("navigation")[0];
const isMissing = Boolean(navigation) && navigation.responseStatus === 404;
const loadedAt = performance.timeOrigin + (navigation ? navigation.responseStart : 0);
performance.setResourceTimingBufferSize(5000);

// --- what a build means for this page

function isThisPage(message) {
  const own = decoded(location.pathname).replace(/\/index\.html$/, "/");
  return message.pages.some((page) => page === own || page === `${own}.html` || (isMissing && page === message.missing));
}

// The files that this page has loaded: pictures, fonts, style sheets, and what its scripts asked for.
function loadedFiles() {
  const names = performance.getEntriesByType("resource").map((entry) => entry.name);
  const shown = [...document.images].map((image) => image.currentSrc || image.src);
  const own = [...names, ...shown].filter((name) => name.startsWith(location.origin));
  return new Set(own.map((name) => decoded(new URL(name).pathname)));
}

async function follow(message) {
  hideProblems();
  if (isErrorPage) {
    location.reload();
    return;
  }
  if (followsAll || isThisPage(message)) {
    await swapThisPage();
  }
  const loaded = loadedFiles();
  const changed = message.assets.filter((path) => loaded.has(path));
  const styles = changed.filter((path) => path.endsWith(".css"));
  if (styles.length) {
    refreshStyles(styles);
  }
  const others = changed.filter((path) => !styles.includes(path) && !refresh(path));
  const isData = others.every((path) => path.endsWith(".json"));
  if (others.length && !(isData && tellScripts())) {
    reload();
  }
}

async function swapThisPage() {
  // Something is being dragged; the act that follows brings the new page.
  if ("briefgenBusy" in document.documentElement.dataset) {
    return;
  }
  if (isDesk) {
    // An act may bring a newer page meanwhile: the desk knows which one to show.
    document.dispatchEvent(new Event("briefgen-changed"));
    return;
  }
  const response = await fetch(location.href, { cache: "no-store" });
  const kind = response.headers.get("content-type") || "";
  const same = response.status === (isMissing ? 404 : 200) && !response.redirected && kind.startsWith("text/html");
  const text = await response.text();
  if (!same || !swap(new DOMParser().parseFromString(text, "text/html"))) {
    reload();
  }
}

// --- where swapping is not possible: a page with other scripts, or a removed page

function reload() {
  try {
    sessionStorage.setItem(SCROLL, JSON.stringify([location.pathname, scrollX, scrollY]));
  } catch {
    // Without storage the page begins at its top.
  }
  location.reload();
}

function restoreScroll() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(SCROLL));
    sessionStorage.removeItem(SCROLL);
  } catch {
    return;
  }
  if (!Array.isArray(kept) || kept[0] !== location.pathname) {
    return;
  }
  const go = () => scrollTo({ left: kept[1], top: kept[2], behavior: "instant" });
  go();
  // Images and fonts may still push the text down.
  addEventListener("load", go, { once: true });
}

// --- the web socket

function inTurn(step) {
  work = work.then(step).catch(reload);
}

function hear(message) {
  if (message.type === "built") {
    inTurn(() => follow(message));
  } else if (message.type === "failed") {
    inTurn(() => showProblems(message.problems));
    if (followsAll) {
      inTurn(swapThisPage);
    }
  } else if (message.type === "desk") {
    // The page that did the act has the new page in its answer.
    if (isDesk && message.tab !== tab) {
      inTurn(swapThisPage);
    }
  } else if (message.type === "watching") {
    inTurn(() => (message.polling ? showStatus(`Polling for changes: ${message.polling}.`) : hideStatus()));
  }
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}/_briefgen/live?since=${loadedAt}`);
  socket.addEventListener("open", () => {
    wait = FIRST_WAIT;
    if (wasOpen) {
      // We may have missed builds: an error may be fixed, and the internal pages may need a new token.
      inTurn(hideProblems);
      inTurn(isErrorPage || followsAll ? reload : swapThisPage);
    }
    wasOpen = true;
  });
  socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    setTimeout(connect, wait);
    wait = Math.min(wait * 1.5, LONGEST_WAIT);
  });
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    hideProblems();
    hideStatus();
  }
});
restoreScroll();
connect();
