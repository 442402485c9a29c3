import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument, type Node } from "yaml";

import { explain, ValidationError, type Problem } from "../errors";
import { outlineOf } from "./markdown";
import { MAX_NEP_BYTES, normalizeNep, unseenCharacter } from "./text";

/** A `## ` section of the body. */
export interface NepSection {
  heading: string;
  /** 1-based line of the heading in the file. */
  line: number;
  /** Markdown between this heading and the next. */
  text: string;
}

/** A NEP file taken apart, not yet judged. */
export interface ParsedNep {
  /** The whole file, normalised. */
  text: string;
  /** The YAML between the two `---` lines, verbatim, without its last newline. */
  frontMatter: string;
  /** The Markdown after the empty line that follows the front matter, verbatim. */
  body: string;
  /** The front matter with every scalar as the text that was written: nothing has become a float. */
  fields: unknown;
  sections: NepSection[];
  /** Line in the file of a field, or of the closest field around it. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

/** Deepest nesting of brackets. The YAML parser recurses, and V8 may abort the whole process where the stack ends. */
const MAX_FLOW_DEPTH = 16;

/**
 * Takes a NEP file apart.
 * @param source Text of the file, at most 31 KiB.
 * @param name What errors call the file.
 * @throws ValidationError with every problem of its form.
 */
export function parseNep(source: string, name = "NEP"): ParsedNep {
  const { parsed, problems } = readNep(source);
  if (!parsed || problems.length > 0) throw new ValidationError(name, problems);
  return parsed;
}

/** As {@link parseNep}, but returns the problems, so that validation can add its own to them. */
export function readNep(source: string): { parsed?: ParsedNep; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (field: string, line: number, message: string) => problems.push({ field, line, message });

  // A UTF-16 unit is at least a byte: this refuses a huge text before anything walks over it.
  if (source.length > MAX_NEP_BYTES || new TextEncoder().encode(source).length > MAX_NEP_BYTES) {
    report(
      "file",
      1,
      `is larger than ${MAX_NEP_BYTES / 1024} KiB; move material to the discussion and link it`,
    );
    return { problems };
  }
  const text = normalizeNep(source);
  const lines = text.split("\n");
  lines.forEach((line, i) => {
    const unseen = unseenCharacter(line);
    if (unseen)
      report("file", i + 1, `contains the invisible character ${unseen}; only line feed and tab are allowed`);
    if (line.includes("\ufffd"))
      report(
        "file",
        i + 1,
        "contains U+FFFD, which stands where a program could not read a character; write it anew",
      );
    if (/#proposer=/i.test(line))
      report("file", i + 1, "contains #proposer=, which only the encoder may write");
  });

  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end === -1) {
    report("file", 1, "must begin with front matter between two lines of ---");
    return { problems };
  }
  if (lines[end + 1] !== "") report("file", end + 2, "must be an empty line after the front matter");
  const frontMatter = lines.slice(1, end).join("\n");
  const yaml = readYaml(frontMatter, problems);
  const bodyStart = end + 2;
  const parsed: ParsedNep = {
    text,
    frontMatter,
    body: lines.slice(bodyStart).join("\n"),
    ...yaml,
    sections: readSections(lines, bodyStart, report),
  };
  return { parsed, problems };
}

function readYaml(source: string, problems: Problem[]): Pick<ParsedNep, "fields" | "lineOf"> {
  const lines = new Map<string, number>();
  const counter = new LineCounter();
  const lineAt = (offset = 0) => counter.linePos(offset).line + 1;
  const report = (line: number, message: string) => problems.push({ field: "front matter", line, message });
  const lineOf = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(pathKey(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  };

  for (const { line, read } of cutValues(source)) {
    const message = `YAML takes what follows # for a comment and reads "${read}"; put the value in quotes, or the comment on a line of its own`;
    report(line + 1, message);
  }
  const tooDeep = deepLine(source);
  if (tooDeep !== undefined) {
    report(tooDeep + 1, "nests too deep; no field needs more than a few levels");
    return { fields: undefined, lineOf };
  }

  function read(node: Node | null, path: readonly string[]): unknown {
    const line = lineAt(node?.range?.[0]);
    if (!lines.has(pathKey(path))) lines.set(pathKey(path), line);
    if (isAlias(node)) return void report(line, `*${node.source} is an alias; write the value out`);
    if (node && "anchor" in node && node.anchor)
      report(line, `&${node.anchor} is an anchor; write the value out`);
    if (node?.tag) report(line, "tags (!…) are refused; the fields have fixed kinds");
    if (isMap<Node, Node | null>(node)) {
      const entries = node.items.flatMap(({ key, value }) => {
        const keyLine = lineAt(key.range?.[0]);
        if (!isScalar<string>(key) || key.anchor || key.tag)
          return (report(keyLine, "keys must be plain words"), []);
        if (key.value === "<<")
          return (report(keyLine, "merge keys (<<) are refused; write the fields out"), []);
        lines.set(pathKey([...path, key.value]), keyLine);
        return [[key.value, read(value, [...path, key.value])] as const];
      });
      // Entries, not assignment: a key called __proto__ stays an ordinary unknown field.
      return Object.fromEntries(entries);
    }
    if (isSeq<Node>(node)) return node.items.map((item, i) => read(item, [...path, String(i)]));
    const value = isScalar(node) ? ((node.value ?? "") as string) : "";
    const unseen = unseenCharacter(value);
    if (unseen) report(line, `contains the invisible character ${unseen}`);
    return value;
  }

  try {
    // The failsafe schema leaves every scalar as the text that was written.
    const document = parseDocument(source, {
      schema: "failsafe",
      merge: false,
      lineCounter: counter,
      prettyErrors: false,
    });
    if (document.directives.yaml.explicit) report(2, "YAML directives are refused");
    // One slip can make hundreds of errors behind it.
    document.errors.slice(0, 5).forEach(({ message, pos }) => report(lineAt(pos[0]), message));
    if (document.errors.length > 0) return { fields: undefined, lineOf };
    return { fields: read(document.contents, []), lineOf };
  } catch (error) {
    report(2, `cannot be read as YAML: ${explain(error)}`);
    return { fields: undefined, lineOf };
  }
}

function pathKey(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

/** Lines (1-based) on which a comment follows something, and what is left of them: nobody knows whether it was meant. */
function cutValues(source: string): { line: number; read: string }[] {
  const found: { line: number; read: string }[] = [];
  let [offset, content] = [0, false];
  for (const token of new Lexer().lex(source)) {
    // A mark that the lexer puts before a scalar, whose text may begin with # where it stands in lines below.
    if (token === SCALAR) content = true;
    else if (!MARKS.includes(token)) {
      if (token.startsWith("#") && !content) {
        const before = source.slice(source.lastIndexOf("\n", offset - 1) + 1, offset).trim();
        if (before) found.push({ line: source.slice(0, offset).split("\n").length, read: before });
      }
      content = false;
      offset += token.length;
    }
  }
  return found;
}

const SCALAR = "\u001f";
/** What the lexer says beside the source's own text: byte order mark, a document's beginning, an error in brackets. */
const MARKS = ["\ufeff", "\u0002", "\u0018"];

/** 1-based line on which brackets (counted without regard to quotes), block markers or indentation nest too deep. */
function deepLine(source: string): number | undefined {
  let depth = 0;
  for (const [i, line] of source.split("\n").entries()) {
    if (/^\s*(?:[-?:]\s+){5}|^\s{64}/.test(line)) return i + 1;
    for (const character of line) {
      if (character === "[" || character === "{") depth++;
      if ((character === "]" || character === "}") && depth > 0) depth--;
      if (depth > MAX_FLOW_DEPTH) return i + 1;
    }
  }
  return undefined;
}

/** Splits the body at its second-level headings. */
function readSections(
  lines: readonly string[],
  start: number,
  report: (field: string, line: number, message: string) => void,
): NepSection[] {
  const body = lines.slice(start);
  const { headings, problems } = outlineOf(body.join("\n"));
  for (const { line, message } of problems) report("body", start + line + 1, message);
  const sections = headings.filter(({ level }) => level === 2);
  return sections.map(({ text: heading, line, end }, i) => ({
    heading,
    line: start + line + 1,
    text: body
      .slice(end, sections[i + 1]?.line ?? body.length)
      .map((each) => `${each}\n`)
      .join(""),
  }));
}
