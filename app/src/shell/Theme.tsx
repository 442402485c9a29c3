import { useState } from "react";

import { load, save } from "../data/storage";
import { Icon } from "../ui";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** Goes round: as the system, light, dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((name) => name === load("theme")) ?? "system");
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  const choose = () => {
    setTheme(next);
    save("theme", next === "system" ? undefined : next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return (
    <button className="icon-button" onClick={choose} title={`Colours: ${theme}`}>
      <Icon name={theme} />
      <span className="visually-hidden">
        Colours: {theme}; change to {next}
      </span>
    </button>
  );
}
