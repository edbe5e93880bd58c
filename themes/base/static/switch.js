// Light or dark: what the reader chose stands over the system's choice, in this browser alone. It runs before the page is painted.
{
  const root = document.documentElement;
  const button = document.querySelector(".switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = (use) => { try { return use(localStorage); } catch { return null; } }; // a browser may refuse storage
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", isDark());

  const kept = stored((storage) => storage.getItem("theme"));
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    stored((storage) => storage.setItem("theme", root.dataset.theme));
    show();
  });
  system.addEventListener("change", show);
  show();
}
