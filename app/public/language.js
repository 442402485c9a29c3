// Before anything else is loaded: each language has a page of its own, and the reader goes to the one that is chosen here,
// or asked for by the browser.
(() => {
  const pages = [...document.querySelectorAll("link[hreflang]")];
  let wanted = navigator.languages.map((language) => language.split("-")[0]);
  try {
    wanted = [localStorage.getItem("polity.language"), ...wanted];
  } catch {
    // Storage may be forbidden; the browser's languages it is.
  }
  const found = wanted.map((language) => pages.find((page) => page.hreflang === language)).find(Boolean);
  if (found && found.hreflang !== document.documentElement.lang)
    location.replace(found.href + location.search + location.hash);
})();
