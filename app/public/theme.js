// Before the first paint, so that a chosen theme does not flash: light or dark; without a choice the system's.
try {
  const theme = localStorage.getItem("polity.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme it is.
}
