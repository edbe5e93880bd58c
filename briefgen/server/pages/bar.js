// A small bar on every page of the preview: it leads to the desk, to the edition of the page if it has one.
const home = "/_briefgen/";

function show() {
  const bar = document.createElement("nav");
  bar.id = "briefgen-bar";
  bar.setAttribute("aria-label", "briefgen");
  const date = location.pathname.match(/\/(\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?))\//);
  for (const [text, href] of [
    ["Desk", `${home}desk/${date ? `?date=${date[1]}` : ""}`],
    ["Last build", home],
  ]) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    bar.append(link);
  }
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${home}live.css`;
  if (!document.querySelector(`link[href="${style.href}"], link[href="${home}live.css"]`)) {
    document.head.append(style);
  }
  // Beside the body, so that swapping the page's content leaves it alone.
  document.documentElement.append(bar);
}

if (!location.pathname.startsWith(home) && window.top === window) {
  show();
}
