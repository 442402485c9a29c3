import { useState } from "react";

import { say } from "@polity/sdk/language";
import { load, save } from "../data/storage";
import { Icon } from "../ui";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const NAMES: Readonly<Record<Theme, string>> = {
  system: say("system"),
  light: say("light"),
  dark: say("dark"),
};

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
    <button className="icon-button" onClick={choose} title={`Colours: ${NAMES[theme]}`}>
      <Icon name={theme} />
      <span className="visually-hidden">
        Colours: {NAMES[theme]}; change to {NAMES[next]}
      </span>
    </button>
  );
}
