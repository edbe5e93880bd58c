// Pagefind's index for the search page, in the form of the built-in one: search(query) and rowOf(hit). It has no filters.

export async function open({ pagefind: folder, root }) {
  const pagefind = await import(new URL("pagefind.js", new URL(folder, document.baseURI)).href);
  await pagefind.init();
  const home = new URL(root, document.baseURI);

  async function search(query) {
    const { results } = await pagefind.search(query.q);
    return { hits: results, all: true };
  }

  async function rowOf(hit) {
    const { raw_url: address, meta } = await hit.data();
    const to = "link" in meta ? meta.link : new URL(address.replace(/^\//, ""), home).href;
    return [to, meta.title, meta.lang, meta.day, meta.source ?? "", meta.summary ?? ""];
  }

  return { search, rowOf };
}
