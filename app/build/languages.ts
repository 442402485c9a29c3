import { build, type Plugin } from "vite";

import { ENGLISH, fromRoot, isSpoken, languages, readCatalogue, WITHOUT_SCRIPT } from "./catalogue.ts";
import { translateSource } from "./words.ts";

/** The module that says in which language the app speaks. */
const LANGUAGE = "sdk/language.ts";

/** What a language calls itself. */
const nameOf = (language: string) => new Intl.DisplayNames([language], { type: "language" }).of(language)!;
const pageOf = (language: string) => (language === ENGLISH ? "./" : `./${language}.html`);

/**
 * A page in another language than English: its words are put in while it is built, so that nobody loads two languages or
 * looks a word up (docs/decisions/0734).
 */
export function inLanguage(language: string): Plugin {
  const words = readCatalogue(language);
  return {
    name: "polity:in-language",
    enforce: "pre",
    transform(code, id) {
      const file = fromRoot(id.split("?")[0]!);
      if (file === LANGUAGE) return { code: code.replace(`"${ENGLISH}"`, `"${language}"`), map: null };
      return isSpoken(file)
        ? { code: translateSource(code, file, (key) => words[key]), map: null }
        : undefined;
    },
    transformIndexHtml: (html) =>
      html
        .replace(`<html lang="${ENGLISH}">`, `<html lang="${language}">`)
        .replace(WITHOUT_SCRIPT, words[WITHOUT_SCRIPT] ?? WITHOUT_SCRIPT),
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") return;
        delete bundle["index.html"];
        this.emitFile({ type: "asset", fileName: `${language}.html`, source: page.source });
      },
    },
  };
}

/** Names the pages of all languages in each: `language.js` chooses among them. */
export function otherLanguages(): Plugin {
  return {
    name: "polity:other-languages",
    apply: "build",
    transformIndexHtml: () =>
      languages().map((language) => ({
        tag: "link",
        attrs: { rel: "alternate", hreflang: language, href: pageOf(language), title: nameOf(language) },
        injectTo: "head-prepend",
      })),
  };
}

/** Builds the pages of all other languages beside the English one. */
export function everyLanguage(): Plugin {
  return {
    name: "polity:every-language",
    apply: "build",
    writeBundle: {
      sequential: true,
      async handler({ dir }) {
        for (const language of languages().filter((each) => each !== ENGLISH)) {
          await build({
            configFile: `${import.meta.dirname}/../vite.config.ts`,
            mode: language,
            logLevel: "warn",
            build: { outDir: dir, emptyOutDir: false, copyPublicDir: false },
          });
        }
      },
    },
  };
}
