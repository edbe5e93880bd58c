// Live reload of `briefgen serve`: a page follows the builds. It is inserted into what the dev server sends, never into a site.
// Pages forbid inline scripts and styles, and what is shown comes from files: everything is built with textContent.
(() => {
  "use strict";

  const HOME = "/_briefgen/";
  const SCROLL = "briefgen:scroll";
  // Files that an open page may show; feeds and search indexes are written with every article and show nowhere.
  const SHOWN = /\.(m?js|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|wasm|mp3|m4a|ogg|wav|mp4|webm|vtt)$/i;
  const FIRST_WAIT = 200;
  const LONGEST_WAIT = 5000;

  const errorPage = document.getElementById("briefgen-error");
  let overlay = null;
  let wait = FIRST_WAIT;
  let wasOpen = false;

  // --- where we are

  function decoded(path) {
    try {
      return decodeURI(path);
    } catch {
      return path;
    }
  }

  function ownAddresses() {
    const path = decoded(location.pathname).replace(/\/index\.html$/, "/");
    const navigation = performance.getEntriesByType("navigation")[0];
    return navigation && navigation.responseStatus === 404 ? [path, "/404.html"] : [path];
  }

  function loadedAt() {
    const navigation = performance.getEntriesByType("navigation")[0];
    return performance.timeOrigin + (navigation ? navigation.responseStart : 0);
  }

  // --- reloading

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

  function swapStyles() {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const url = new URL(link.href, location.href);
      if (url.origin === location.origin && !url.pathname.startsWith(HOME)) {
        url.searchParams.set("v", Date.now().toString(36));
        link.removeAttribute("integrity");
        link.href = url.href;
      }
    }
  }

  // --- problems

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function section(problem) {
    const made = document.createElement("section");
    const place = element("p", "briefgen-place", [problem.path, problem.line, problem.column].filter(Boolean).join(":") + " ");
    place.append(element("span", "briefgen-code", problem.code));
    made.append(place, element("p", "briefgen-message", problem.message));
    if (problem.excerpt.length) {
      made.append(element("pre", "", problem.excerpt.join("\n")));
    }
    if (problem.hint) {
      made.append(element("p", "briefgen-hint", problem.hint));
    }
    return made;
  }

  function linkStyle() {
    if (!document.querySelector(`link[href="${HOME}live.css"]`)) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `${HOME}live.css`;
      document.head.append(link);
    }
  }

  function hide() {
    if (overlay) {
      overlay.remove();
      overlay = null;
    }
  }

  function showProblems(problems) {
    const parts = problems.map(section);
    if (errorPage) {
      errorPage.replaceChildren(element("h1", "", "There is no site yet"), ...parts);
      return;
    }
    hide();
    linkStyle();
    overlay = document.createElement("div");
    overlay.id = "briefgen-overlay";
    overlay.className = "briefgen-problems";
    overlay.setAttribute("role", "alert");
    const close = element("button", "briefgen-close", "Hide");
    close.type = "button";
    close.addEventListener("click", hide);
    const title = element("p", "briefgen-title", "The last change is not on this page yet");
    overlay.append(close, title, ...parts);
    document.body.append(overlay);
  }

  // --- the web socket

  function built(message) {
    hide();
    const own = ownAddresses();
    if (errorPage || message.pages.some((page) => own.includes(page)) || message.assets.some((path) => SHOWN.test(path))) {
      reload();
    } else if (message.assets.some((path) => path.toLowerCase().endsWith(".css"))) {
      swapStyles();
    }
  }

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${HOME}live?since=${loadedAt()}`);
    socket.addEventListener("open", () => {
      if (wasOpen) {
        reload();
        return;
      }
      wasOpen = true;
      wait = FIRST_WAIT;
    });
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "built") {
        built(message);
      } else if (message.type === "failed") {
        showProblems(message.problems);
      }
    });
    socket.addEventListener("close", () => {
      setTimeout(connect, wait);
      wait = Math.min(wait * 1.5, LONGEST_WAIT);
    });
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
    }
  });
  restoreScroll();
  connect();
})();
