/** Colours of pictures, as CSS has them. */
export interface Theme {
  ink: string;
  muted: string;
  /** Lines that only help the eye. */
  grid: string;
  surface: string;
  /** For things of one kind, in this order. */
  series: readonly string[];
  inFavour: string;
  against: string;
  abstain: string;
}

// Blue, vermilion, green and ochre keep apart for every kind of colour blindness (after M. Okabe, K. Ito, "Color Universal
// Design", 2008), here as dark or as light as it takes for 3:1 against the page. For and against are never red and green.
export const LIGHT: Theme = {
  ...{ ink: "#1b2430", muted: "#556070", grid: "#dfe4ea", surface: "#ffffff" },
  series: ["#0b6aa8", "#c8560a", "#0a7f5f", "#8f6400", "#a04a85", "#5d6b7a"],
  ...{ inFavour: "#0b6aa8", against: "#c8560a", abstain: "#7d8896" },
};

export const DARK: Theme = {
  ...{ ink: "#e8edf3", muted: "#a3b0bf", grid: "#2d3845", surface: "#141b23" },
  series: ["#62b5ec", "#f0955a", "#45c39a", "#e0b949", "#d694c4", "#9aa8b7"],
  ...{ inFavour: "#62b5ec", against: "#f0955a", abstain: "#8b98a7" },
};

const name = (key: string, i?: number) => `--chart-${key}${i === undefined ? "" : `-${i}`}`;

/** The colours as variables, for a picture that turns dark and light with its page. */
export const VARIABLES: Theme = {
  ...{ ink: v("ink"), muted: v("muted"), grid: v("grid"), surface: v("surface") },
  series: LIGHT.series.map((_, i) => v("series", i)),
  ...{ inFavour: v("in-favour"), against: v("against"), abstain: v("abstain") },
};

function v(key: string, i?: number): string {
  return `var(${name(key, i)})`;
}

/** What {@link VARIABLES} stand for, as declarations of CSS. */
export function declarations({
  ink,
  muted,
  grid,
  surface,
  series,
  inFavour,
  against,
  abstain,
}: Theme): string {
  const pairs = [
    [name("ink"), ink],
    [name("muted"), muted],
    [name("grid"), grid],
    [name("surface"), surface],
    ...series.map((colour, i) => [name("series", i), colour]),
    [name("in-favour"), inFavour],
    [name("against"), against],
    [name("abstain"), abstain],
  ];
  return pairs.map(([key, colour]) => `${key}:${colour}`).join(";");
}
