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

// Blue, vermilion, green and purple keep apart, also by how light they are, for every kind of colour blindness (after M. Okabe, K. Ito, "Color Universal
// Design", 2008), here as dark or as light as it takes for 3:1 against the page. For and against are never red and green.
export const LIGHT: Theme = {
  ...{ ink: "#1b2430", muted: "#556070", grid: "#dfe4ea", surface: "#ffffff" },
  series: ["#0b6aa8", "#c8560a", "#1f5c40", "#63297a", "#8f6400", "#5d6b7a"],
  ...{ inFavour: "#0b6aa8", against: "#c8560a", abstain: "#7d8896" },
};

export const DARK: Theme = {
  ...{ ink: "#e8edf3", muted: "#a3b0bf", grid: "#2d3845", surface: "#141b23" },
  series: ["#62b5ec", "#f0955a", "#b4f0dc", "#a06bc0", "#e0b949", "#9aa8b7"],
  ...{ inFavour: "#62b5ec", against: "#f0955a", abstain: "#8b98a7" },
};

/** A colour's place in a theme, and the variable of CSS that stands for it. */
const VARIABLES: readonly (readonly [variable: string, of: (theme: Theme) => string])[] = [
  ["--chart-ink", ({ ink }) => ink],
  ["--chart-muted", ({ muted }) => muted],
  ["--chart-grid", ({ grid }) => grid],
  ["--chart-surface", ({ surface }) => surface],
  ...LIGHT.series.map((_, i) => [`--chart-${i + 1}`, ({ series }: Theme) => series[i]!] as const),
  ["--chart-in-favour", ({ inFavour }) => inFavour],
  ["--chart-against", ({ against }) => against],
  ["--chart-abstain", ({ abstain }) => abstain],
];

/** Colours that are drawn with and then replaced: echarts calculates with colours, and cannot with variables. */
const stain = (i: number) => `#0${i.toString(16)}fe0${i.toString(16)}`;
export const STAINS: Theme = {
  ...{ ink: stain(0), muted: stain(1), grid: stain(2), surface: stain(3) },
  series: LIGHT.series.map((_, i) => stain(4 + i)),
  ...{ inFavour: stain(10), against: stain(11), abstain: stain(12) },
};

/** A drawing in {@link STAINS} in the variables of {@link declarations}, so that it turns dark and light with its page. */
export function withVariables(svg: string): string {
  const names = new Map(VARIABLES.map(([variable, of]) => [of(STAINS), `var(${variable})`]));
  return svg.replace(/#0.fe0./g, (colour) => names.get(colour) ?? colour);
}

/** The colours of a theme as declarations of CSS. */
export function declarations(theme: Theme): string {
  return VARIABLES.map(([variable, of]) => `${variable}:${of(theme)}`).join(";");
}
