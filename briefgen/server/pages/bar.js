// A small bar on every page of the preview: it leads to the desk, to the edition of the page if it has one.
const home = "/_briefgen/";
const style = `
  :host {
    position: fixed; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; z-index: 2147483000; display: flex; gap: 0 1rem;
    padding: 0.25rem 0.875rem; font: 400 0.875rem/1.75 system-ui, sans-serif; color: #f7f4ee; background: #2a2723;
    border: 1px solid #8c867a; border-radius: 99px;
  }
  a { color: inherit; text-underline-offset: 0.2em; }
  a:focus-visible { outline: 3px solid #8ab4f8; outline-offset: 2px; }
  @media print { :host { display: none; } }
`;

function show() {
  const bar = document.createElement("nav");
  bar.id = "briefgen-bar";
  bar.setAttribute("aria-label", "briefgen");
  const root = bar.attachShadow({ mode: "open" });
  const date = location.pathname.match(/\/(\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?))\//);
  for (const [text, href] of [
    ["Desk", `${home}desk/${date ? `?date=${date[1]}` : ""}`],
    ["Last build", home],
  ]) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    root.append(link);
  }
  // No style sheet of the page and no rule of its policy is touched.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  // Beside the body, so that swapping the page's content leaves it alone.
  document.documentElement.append(bar);
}

if (!location.pathname.startsWith(home) && window.top === window) {
  show();
}
