import { describe, expect, it } from "vitest";

import { collectWords, languages, problemsOf, readCatalogue } from "./catalogue";
import { translateSource, wordsOf } from "./words";

const inApp = (code: string) => wordsOf(code, "app/src/part.tsx");
const German =
  (words: Readonly<Record<string, string>>) =>
  (key: string): string | undefined =>
    words[key];
const translated = (code: string, words: Readonly<Record<string, string>>) =>
  translateSource(code, "app/src/part.tsx", German(words));

describe("The words of a source", () => {
  it("are the texts between tags, as a browser shows them", () => {
    expect(inApp("<p>\n  Nothing is\n  sent&nbsp;yet.\n</p>")).toEqual(["Nothing is sent\u00a0yet."]);
    expect(inApp("<p>Costs{' '}\n  <b>about</b> it</p>")).toEqual(["Costs <0>about</0> it"]);
    expect(() => inApp("<p>a lot &what; more</p>")).toThrow("&what; is not known here");
  });

  it("are whole sentences, with numbers for values and elements, so that another language can order them", () => {
    expect(inApp("<button>Change<span> lock {id}</span></button>")).toEqual(["Change<0> lock {1}</0>"]);
    expect(inApp("<>Until <Time at={end} />{more && <b>and later</b>}</>")).toEqual([
      "Until <0/>{1}",
      "and later",
    ]);
    expect(inApp("const words = `Lock ${id} ends at ${dateWords(end)}.`;")).toEqual([
      "Lock {0} ends at {1}.",
    ]);
  });

  it("are in attributes and properties that people read, and in choices between them", () => {
    expect(
      inApp('<Field label="days" hint={late ? "It is late" : "in time"} kind="primary button" />'),
    ).toEqual(["days", "It is late", "in time"]);
    expect(
      inApp('const columns = [{ name: "Owner", by: "owner", cell: () => (ends ? "ended" : "never") }];'),
    ).toEqual(["Owner", "ended", "never"]);
  });

  it("are in errors and hints of the SDK, and in all of what its files for words say", () => {
    const code = 'throw new PolityError(`${name} is late`, { hint: "wait", cause: "no words here" });';
    expect(wordsOf(code, "sdk/work/read.ts")).toEqual(["{0} is late", "wait"]);
    expect(wordsOf('const x = "pays what is due";', "sdk/work/words.ts")).toEqual(["pays what is due"]);
    expect(wordsOf('const x = "pays what is due";', "sdk/work/read.ts")).toEqual([]);
  });

  it("are what is counted, in all its forms", () => {
    expect(inApp('countWords(n, many ? "account" : "vote")')).toEqual(["account|accounts", "vote|votes"]);
  });

  it("are not names, keys, classes, addresses, signatures, what something is compared with, or what is signed", () => {
    const code = `
      import { a } from "a module of words";
      type Kind = "a kind" | "Another";
      const STATES = ["Pending", "Active"] as const;
      const where = { "a key": record["a field"], route: "/some where", kind: "of a kind" };
      if (kind === "one or other" || ["Lost", "Won"].includes(kind)) throw new Error("a mistake of ours");
      switch (kind) { case "of words": useDraft("vote.form"); }
      const code = ["setBounds(bytes32 key, bytes32 min)", "https://example.org/a", "gov simulate --nep file"];
      const SIGNED_WARNING = "Sign this only to vote.";
      const part = <Row className={on ? "row chosen" : "row"} role="status line">{done ? <code>polity init</code> : 7}</Row>;
    `;
    expect(inApp(code)).toEqual([]);
  });
});

describe("A source in another language", () => {
  it("has the order of that language, and everything else as it was", () => {
    expect(
      translated('const a = `Lock ${id} of ${sum(1)}` + "in time";', {
        "Lock {0} of {1}": "{1} in `Sperre` {0}",
        "in time": 'recht"zeitig',
      }),
    ).toBe('const a = `${sum(1)} in \\`Sperre\\` ${id}` + "recht\\"zeitig";');
    expect(
      translated('<button type="button">Change<span className="s"> lock {id}</span></button>', {
        "Change<0> lock {1}</0>": "<0>Sperre {1} </0>ändern",
      }),
    ).toBe('<button type="button"><span className="s">{"Sperre "}{id}{" "}</span>{"ändern"}</button>');
  });

  it("keeps the spaces around a text, and what has no translation yet", () => {
    expect(translated('const a = ` until ${end}`, b = "not yet";', { "until {0}": "bis {0}" })).toBe(
      'const a = ` bis ${end}`, b = "not yet";',
    );
    expect(translated('<Field label="Amount" />', { Amount: "Betrag <0>" })).toBe(
      '<Field label={"Betrag <0>"} />',
    );
  });

  it("translates what is inside of a value, too", () => {
    expect(
      translated('<p>It is {late ? "late" : "in time"}.</p>', { "It is {0}.": "Es ist {0}.", late: "spät" }),
    ).toBe('<p>{"Es ist "}{late ? "spät" : "in time"}{"."}</p>');
  });
});

describe("The catalogue", () => {
  const keys = collectWords();
  const renew = "run: npx tsx scripts/words.ts";

  it("has every sentence of the app: after a change of words, npx tsx scripts/words.ts writes it anew", () => {
    const written = Object.keys(readCatalogue("en"));
    expect(keys.length).toBeGreaterThan(1_000);
    expect({ missing: keys.filter((key) => !written.includes(key)), renew }).toEqual({ missing: [], renew });
  });

  it.each(languages().filter((language) => language !== "en"))(
    "is whole in %s: add what is missing to app/words",
    (language) => {
      expect(problemsOf(keys, readCatalogue(language))).toEqual([]);
    },
  );

  it("says what a language lacks, has too much, and has with other values", () => {
    const words = { "{0} of {1}": "{1} von {0}", gone: "weg", "at {0}": "um" };
    expect(problemsOf(["{0} of {1}", "at {0}", "new"], words)).toEqual([
      'is missing: "new"',
      'is not asked for any more: "gone"',
      'has other values: "at {0}" → "um"',
    ]);
  });
});
