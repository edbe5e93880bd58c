// Makes the open page what a fresh document says, and touches only what differs: what was scrolled, opened, typed or focused stays so.
const OWN = "/_briefgen/";

// Whether it could be done. Scripts that came or went could not be: the page has to be loaded again.
export function swap(fresh) {
  if (scripts(document) !== scripts(fresh)) {
    return false;
  }
  const at = [scrollX, scrollY];
  const refocus = focusKept();
  keepOpen(fresh);
  document.title = fresh.title;
  for (const name of ["lang", "dir"]) {
    setAttribute(document.documentElement, name, fresh.documentElement.getAttribute(name));
  }
  swapStyles(fresh);
  swapHead(fresh);
  morph(document.body, fresh.body);
  tellScripts();
  refocus();
  scrollTo({ left: at[0], top: at[1], behavior: "instant" });
  return true;
}

// Scripts of the page that change it, or that load data, can follow a build themselves. Whether one does.
export function tellScripts() {
  return !document.dispatchEvent(new Event("briefgen:swap", { cancelable: true }));
}

// The scripts that run; data for search engines is swapped like text.
function scripts(page) {
  const running = [...page.scripts].filter((script) => !isData(script));
  return JSON.stringify(running.map((script) => script.getAttribute("src") || script.textContent));
}

function isData(script) {
  return script.type !== "" && script.type !== "module" && !/javascript|ecmascript/i.test(script.type);
}

// --- the head, besides styles and what runs: what other programs read there

function facts(page) {
  const found = page.head.querySelectorAll('meta[name], meta[property], link:not([rel~="stylesheet"]), script');
  return [...found].filter((one) => one.localName !== "script" || isData(one));
}

function swapHead(fresh) {
  const [was, now] = [facts(document), facts(fresh)];
  for (const one of was.filter((old) => !now.some((other) => other.isEqualNode(old)))) {
    one.remove();
  }
  for (const one of now.filter((other) => !was.some((old) => old.isEqualNode(other)))) {
    document.head.append(document.importNode(one, true));
  }
}

// --- the focus

function linksTo(address) {
  return [...document.body.querySelectorAll("a[href]")].filter((link) => link.getAttribute("href") === address);
}

// Where a list grew, another link may stand in the place of the one that had the focus: it gets it back.
function focusKept() {
  const link = document.activeElement;
  const address = link?.localName === "a" ? link.getAttribute("href") : null;
  const place = address === null ? 0 : linksTo(address).indexOf(link);
  return () => {
    const same = address === null ? [] : linksTo(address);
    if (same.length && !same.includes(document.activeElement)) {
      (same[place] ?? same[0]).focus({ preventScroll: true });
    }
  };
}

// --- what readers have opened

function detailsOf(page) {
  const found = new Map();
  for (const details of page.querySelectorAll("details")) {
    const name = details.id || (details.querySelector("summary")?.textContent || "").trim();
    let key = name;
    for (let n = 2; found.has(key); n += 1) {
      key = `${name} ${n}`;
    }
    found.set(key, details);
  }
  return found;
}

function keepOpen(fresh) {
  const now = detailsOf(document);
  for (const [key, details] of detailsOf(fresh)) {
    if (now.has(key)) {
      details.open = now.get(key).open;
    }
  }
}

// --- the content

// What a script of the page says there, such as a status line, is not in the fresh document.
function isScripts(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-briefgen-keeps");
}

function morph(old, fresh) {
  if (isScripts(old) || old.isEqualNode(fresh)) {
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  for (const name of new Set([...old.getAttributeNames(), ...fresh.getAttributeNames()])) {
    setAttribute(old, name, fresh.getAttribute(name));
  }
  morphChildren(old, fresh);
}

// What is the same at both ends stays as it is; what lies between is paired in its order.
function morphChildren(parent, fresh) {
  const was = [...parent.childNodes];
  const now = [...fresh.childNodes];
  const shorter = Math.min(was.length, now.length);
  let first = 0;
  while (first < shorter && was[first].isEqualNode(now[first])) {
    first += 1;
  }
  let last = 0;
  while (last < shorter - first && was[was.length - 1 - last].isEqualNode(now[now.length - 1 - last])) {
    last += 1;
  }
  const left = was.slice(first, was.length - last);
  const after = was[was.length - last] ?? null;
  for (const node of now.slice(first, now.length - last)) {
    if (left.length && alike(left[0], node)) {
      morph(left.shift(), node);
    } else {
      parent.insertBefore(document.importNode(node, true), left[0] ?? after);
    }
  }
  for (const node of left) {
    node.remove();
  }
}

function alike(a, b) {
  return a.nodeName === b.nodeName && a.id === b.id;
}

function setAttribute(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

// --- style sheets and pictures: the next one is shown when it is there, so that nothing flashes

function isForeign(link) {
  const url = new URL(link.href, location.href);
  return url.origin !== location.origin || url.pathname.startsWith(OWN);
}

function plainAddress(link) {
  const url = new URL(link.getAttribute("href"), location.href);
  url.searchParams.delete("briefgen");
  return url.href;
}

function sheets(page) {
  return [...page.querySelectorAll('link[rel~="stylesheet"]')].filter((link) => link.getAttribute("href"));
}

function swapStyles(fresh) {
  const now = sheets(document);
  const wanted = sheets(fresh);
  for (const link of wanted.filter((one) => !now.some((other) => plainAddress(other) === plainAddress(one)))) {
    document.head.append(document.importNode(link, true));
  }
  for (const link of now.filter((one) => !isForeign(one))) {
    if (!wanted.some((other) => plainAddress(other) === plainAddress(link))) {
      link.remove();
    }
  }
}

function anew(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("briefgen", Date.now().toString(36));
  return url.href;
}

// A sheet that another one imports has no link of its own: then all are loaded anew.
export function refreshStyles(paths) {
  const own = sheets(document).filter((link) => !isForeign(link));
  const named = own.filter((link) => paths.includes(decodeURI(new URL(link.href).pathname)));
  for (const link of named.length ? named : own) {
    const next = link.cloneNode();
    next.removeAttribute("integrity");
    next.href = anew(link.href);
    next.addEventListener("load", () => link.remove(), { once: true });
    next.addEventListener("error", () => next.remove(), { once: true });
    link.after(next);
  }
}

// Whether a file could be shown anew in place: a picture can, unless it comes in several sizes.
export function refresh(path) {
  const shown = [...document.images].filter((image) => image.src && decodeURI(new URL(image.currentSrc || image.src).pathname) === path);
  for (const image of shown) {
    image.src = anew(image.src);
  }
  return shown.length > 0 && shown.every((image) => !image.srcset && image.parentElement?.localName !== "picture");
}
