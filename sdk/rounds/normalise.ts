/** What a model sees of an entry, and what was found on the way, for people to look at. */
export interface Normalised {
  text: string;
  /** How many invisible and bidirectional characters were taken out. */
  invisible: number;
  /** Whether comments were taken out. */
  comments: boolean;
  /** Words that mix alphabets: marked and not changed, since other alphabets are no attack (UTS 39). */
  mixed: string[];
  /** Whether the end was cut off. */
  cut: boolean;
}

/** Characters that show nothing: format and private ones, tags, variation selectors; and all controls but line ends and tabs. */
const INVISIBLE = /[\p{Cf}\p{Co}\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\u034f\u115f\u1160\u3164\uffa0]/gu;
const CONTROLS = /[^\P{Cc}\n\t]/gu;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee"].map(
  (script) => new RegExp(`\\p{Script=${script}}`, "u"),
);

/** A text as every model sees it: compatible forms in one (NFKC), nothing hidden, not too long. */
export function normalise(source: string, maxCharacters: number): Normalised {
  const composed = source.normalize("NFKC").replace(/\r\n?/g, "\n");
  const invisible = (composed.match(INVISIBLE) ?? []).length + (composed.match(CONTROLS) ?? []).length;
  const visible = composed.replace(INVISIBLE, "").replace(CONTROLS, "");
  const bare = visible.replace(COMMENT, "");
  const characters = Array.from(bare);
  const text = characters.slice(0, maxCharacters).join("").trim();
  const words = new Set(text.match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? []);
  return {
    text,
    invisible,
    comments: bare !== visible,
    mixed: [...words].filter((word) => SCRIPTS.filter((script) => script.test(word)).length > 1),
    cut: characters.length > maxCharacters,
  };
}
