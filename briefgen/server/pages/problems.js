// The problems of the last build, over a page or as a page of their own. Pages forbid inline scripts and styles, and the text comes
// from people's files: everything is built with textContent.
const errorPage = document.getElementById("briefgen-error");
export const isErrorPage = errorPage !== null;
let overlay = null;
let status = null;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function section(problem) {
  const made = document.createElement("section");
  if (problem.path) {
    const place = element("p", "briefgen-place", [problem.path, problem.line, problem.column].filter(Boolean).join(":") + " ");
    place.append(element("span", "briefgen-code", problem.code));
    made.append(place);
  }
  made.append(element("p", "briefgen-message", problem.message));
  if (problem.excerpt.length) {
    made.append(element("pre", "", problem.excerpt.join("\n")));
  }
  if (problem.hint) {
    made.append(element("p", "briefgen-hint", problem.hint));
  }
  return made;
}

function linkStyle() {
  const href = "/_briefgen/live.css";
  if (!document.querySelector(`link[href="${href}"]`)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    document.head.append(link);
  }
}

export function hideProblems() {
  overlay?.remove();
  overlay = null;
}

export function showProblems(problems) {
  const parts = problems.map(section);
  if (errorPage) {
    errorPage.replaceChildren(element("h1", "", "The site is not built yet"), ...parts);
    return;
  }
  hideProblems();
  linkStyle();
  overlay = document.createElement("div");
  overlay.id = "briefgen-overlay";
  overlay.className = "briefgen-problems";
  overlay.setAttribute("role", "alert");
  const close = element("button", "briefgen-close", "Hide");
  close.type = "button";
  close.addEventListener("click", hideProblems);
  overlay.append(close, element("p", "briefgen-title", "The last build failed. This page is out of date."), ...parts);
  // Beside the body, so that swapping the page's content leaves it alone.
  document.documentElement.append(overlay);
}

export function hideStatus() {
  status?.remove();
  status = null;
}

// How the server notices changes, where that is worth knowing: a line in the corner of every page.
export function showStatus(text) {
  hideStatus();
  linkStyle();
  status = element("div", "briefgen-problems", "");
  status.id = "briefgen-status";
  status.setAttribute("role", "status");
  const close = element("button", "briefgen-close", "Hide");
  close.type = "button";
  close.addEventListener("click", hideStatus);
  status.append(close, element("p", "briefgen-message", text));
  document.documentElement.append(status);
}
