// Finds what people read in the sources, and puts another language in its place. Both are one walk over the syntax: what
// is collected is what is translated, so that nothing can be forgotten (docs/decisions/0734).
import ts from "typescript";

/** What a text is in another language; undefined leaves it as it is. */
export type Translate = (key: string) => string | undefined;

/** Attributes and properties that hold words even where they hold one small word. */
const SPOKEN = new Set([
  ...[
    "alt",
    "aria-label",
    "caption",
    "called",
    "cell",
    "children",
    "empty",
    "hint",
    "label",
    "lead",
    "legend",
  ],
  ...["note", "placeholder", "says", "summary", "title", "what", "words"],
]);

/** Attributes and properties that hold no words, whatever they look like. */
const SILENT = new Set([
  ...[
    "accept",
    "args",
    "aria-describedby",
    "aria-hidden",
    "as",
    "autoComplete",
    "className",
    "code",
    "contract",
  ],
  ...["d", "event", "fileName", "function", "href", "id", "in", "inputMode", "is", "key", "kind", "rel"],
  ...["role", "route", "show", "signature", "style", "target", "tone", "type", "viewBox", "width"],
]);

/** Functions whose texts no person reads. */
const UNREAD =
  /^(?:Contract|Error|Interface|RegExp|URL|contextOf|document\.createElement|id|import|matchMedia|saveFile|useDraft)$/;
/** Methods that look for a text, and do not show it. */
const SEARCH = /\.(?:endsWith|get\w*|includes|indexOf|match|replace|replaceAll|send|split|startsWith|test)$/;

/** Where the SDK speaks. Elsewhere in it only errors and their hints are for people. */
const SPEAKERS = new RegExp(
  `(?:/|^)(?:${[
    ...[
      "analytics",
      "audit",
      "authority",
      "describe",
      "describe-log",
      "explain",
      "facts",
      "figures",
      "keeper",
      "ledger",
      "life",
    ],
    ...[
      "money",
      "moves",
      "names",
      "next",
      "phrases",
      "powers",
      "reverts",
      "roles",
      "status",
      "statuses",
      "steps",
    ],
    ...["terms", "timeline", "told", "waiting", "words"],
  ].join("|")})\\.ts$|/figures/`,
);

interface Walk {
  text: string;
  source: ts.SourceFile;
  translate: Translate;
  /** Texts of this file are for people unless their place says otherwise. */
  speaks: boolean;
  /** So are single words with a capital: elsewhere they name contracts and states. */
  capitals: boolean;
}

/** The source with its words translated. */
export function translateSource(code: string, file: string, translate: Translate): string {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const ofSdk = /(?:^|\/)sdk\//.test(file);
  const speaks = !ofSdk || SPEAKERS.test(file);
  const capitals = !ofSdk || /\/figures[./]/.test(file);
  return emit({ text: code, source, translate, speaks, capitals }, source);
}

/** The keys of a source, in the order in which they stand there. */
export function wordsOf(code: string, file: string): string[] {
  const found: string[] = [];
  translateSource(code, file, (key) => void found.push(key));
  return found;
}

/** A node with what stands before it, its words translated. */
function emit(walk: Walk, node: ts.Node): string {
  const done = spoken(walk, node);
  if (done !== undefined) return walk.text.slice(node.pos, node.getStart(walk.source)) + done;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  children.sort((a, b) => a.pos - b.pos);
  let [out, at] = ["", node.pos];
  for (const child of children) {
    if (child.pos < at) continue;
    out += walk.text.slice(at, child.pos) + emit(walk, child);
    at = child.end;
  }
  return out + walk.text.slice(at, node.end);
}

/** What stands in the place of a text; undefined for a node that is not a text. */
function spoken(walk: Walk, node: ts.Node): string | undefined {
  if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
    return isMixed(node) ? openingOf(walk, node) + sentence(walk, node) + closingOf(walk, node) : undefined;
  }
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    const forms = isCounted(node);
    if (!forms && !isForPeople(walk, node, node.text)) return undefined;
    const key = forms ? `${node.text}|${node.text}s` : node.text;
    const words = around(key, walk.translate);
    if (words === undefined) return undefined;
    return ts.isJsxAttribute(node.parent) ? `{${JSON.stringify(words)}}` : JSON.stringify(words);
  }
  if (ts.isTemplateExpression(node)) {
    const key = keyOfTemplate(node);
    const words = isForPeople(walk, node, key) ? around(key, walk.translate) : undefined;
    if (words === undefined) return undefined;
    const template = pieces(words).map(({ text, value }) =>
      value === undefined
        ? text.replace(/[\\`]|\$\{/g, "\\$&")
        : `\${${emit(walk, node.templateSpans[value]!.expression)}}`,
    );
    return `\`${template.join("")}\``;
  }
  return undefined;
}

const keyOfTemplate = ({ head, templateSpans }: ts.TemplateExpression): string =>
  head.text + templateSpans.map(({ literal }, n) => `{${n}}${literal.text}`).join("");

/** Translates what stands between the spaces at both ends. */
function around(key: string, translate: Translate): string | undefined {
  const [, before = "", core = "", after = ""] = /^(\s*)([^]*?)(\s*)$/.exec(key)!;
  const words = translate(core);
  return words === undefined ? undefined : before + words + after;
}

/** A translated text, cut at its values, `{0}`, and its elements, `<1>`, `</1>` and `<2/>`. */
function pieces(
  words: string,
): { text: string; value?: number; open?: number; close?: number; whole?: number }[] {
  const parts = words.split(/(\{\d+\}|<\/?\d+>|<\d+\/>)/);
  return parts.flatMap((text) => {
    if (text === "") return [];
    const number = Number(/\d+/.exec(text)?.[0]);
    if (/^\{\d+\}$/.test(text)) return [{ text, value: number }];
    if (/^<\d+>$/.test(text)) return [{ text, open: number }];
    if (/^<\/\d+>$/.test(text)) return [{ text, close: number }];
    if (/^<\d+\/>$/.test(text)) return [{ text, whole: number }];
    return [{ text }];
  });
}

// ---------------------------------------------------------------- elements whose text is mixed with values and elements

type Mixed = ts.JsxElement | ts.JsxFragment;

/** Whether text of its own stands between the values and elements in it: then all of it is one sentence. */
function isMixed(node: ts.Node): node is Mixed {
  if (!ts.isJsxElement(node) && !ts.isJsxFragment(node)) return false;
  if (ts.isJsxElement(node) && /^(?:code|pre|style|kbd)$/.test(node.openingElement.tagName.getText()))
    return false;
  return node.children.some((child) => /[a-z]{2}/i.test(textOf(child) ?? ""));
}

/** The text of a child that is a text. */
function textOf(child: ts.JsxChild): string | undefined {
  if (ts.isJsxText(child)) return jsxText(child.text);
  if (!ts.isJsxExpression(child) || !child.expression) return undefined;
  const { expression } = child;
  return ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression)
    ? expression.text
    : undefined;
}

const openingOf = (walk: Walk, node: Mixed) =>
  emit(walk, ts.isJsxElement(node) ? node.openingElement : node.openingFragment).trimStart();
const closingOf = (walk: Walk, node: Mixed) =>
  (ts.isJsxElement(node) ? node.closingElement : node.closingFragment).getText(walk.source);

function sentence(walk: Walk, node: Mixed): string {
  const parts: ts.Node[] = [];
  const key = keyOf(node, parts);
  const words = around(key, walk.translate) ?? key;
  return pieces(words)
    .map(({ text, value, open, close, whole }) => {
      if (value !== undefined) return emit(walk, parts[value]!).trim();
      if (open !== undefined) return openingOf(walk, parts[open] as Mixed);
      if (close !== undefined) return closingOf(walk, parts[close] as Mixed);
      if (whole !== undefined) return emit(walk, parts[whole]!).trim();
      return `{${JSON.stringify(text)}}`;
    })
    .join("");
}

/** `Change<0> lock {1}</0>`: values and elements have numbers in the order in which they begin. */
function keyOf(node: Mixed, parts: ts.Node[]): string {
  return node.children
    .map((child) => {
      const text = textOf(child);
      if (text !== undefined) return text;
      if (ts.isJsxExpression(child) && !child.expression) return "";
      const number = parts.push(child) - 1;
      if (ts.isJsxExpression(child)) return `{${number}}`;
      return isMixed(child) ? `<${number}>${keyOf(child, parts)}</${number}>` : `<${number}/>`;
    })
    .join("");
}

/** A text as JSX means it: lines are joined by one space, and the space at the ends of lines is not there. */
function jsxText(raw: string): string {
  const lines = raw.split(/\r?\n/);
  const kept = lines.map((line, i) => {
    const start = i === 0 ? line : line.trimStart();
    return i === lines.length - 1 ? start : start.trimEnd();
  });
  return decoded(kept.filter((line) => line !== "").join(" "));
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: "&", apos: "'", gt: ">", hellip: "…", ldquo: "“", lt: "<", mdash: "—", nbsp: "\u00a0" },
  ...{ ndash: "–", quot: '"', rdquo: "”", rsquo: "’" },
};

const decoded = (text: string) =>
  text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (entity, decimal?: string, hex?: string, name?: string) => {
      if (decimal) return String.fromCodePoint(Number(decimal));
      if (hex) return String.fromCodePoint(parseInt(hex, 16));
      const character = ENTITIES[name!];
      if (character === undefined) throw new Error(`${entity} is not known here: write the character itself`);
      return character;
    },
  );

// ---------------------------------------------------------------- which texts people read

const COMPARES = new Set([
  ...[ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken],
  ...[ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken, ts.SyntaxKind.InKeyword],
]);

/** What a thing is called that is counted: `countWords(n, "account")`. */
function isCounted(node: ts.StringLiteralLike): boolean {
  const { child, parent } = place(node);
  return ts.isCallExpression(parent) && calledBy(parent) === "countWords" && parent.arguments[1] === child;
}

/** Where a text ends up: past parentheses, choices and what else gives it on as it is. */
function place(node: ts.Node): { child: ts.Node; parent: ts.Node } {
  let [child, parent] = [node, node.parent];
  for (;;) {
    const passes =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) ||
      (ts.isConditionalExpression(parent) && parent.condition !== child) ||
      (ts.isBinaryExpression(parent) && /^(?:&&|\|\||\?\?)$/.test(parent.operatorToken.getText())) ||
      (ts.isArrowFunction(parent) && parent.body === child) ||
      (ts.isReturnStatement(parent) && enclosing(parent) !== undefined) ||
      (ts.isArrayLiteralExpression(parent) && !isListOfNames(parent)) ||
      ts.isSpreadElement(parent);
    if (!passes) return { child, parent };
    [child, parent] = ts.isReturnStatement(parent)
      ? [enclosing(parent)!, enclosing(parent)!.parent]
      : [parent, parent.parent];
  }
}

/** A list that only says which names there are: it is fixed, or something is looked for in it. */
const isListOfNames = ({ parent, elements }: ts.ArrayLiteralExpression) =>
  elements.every((each) => ts.isStringLiteral(each) && !each.text.includes(" ")) &&
  ((ts.isAsExpression(parent) && parent.type.getText() === "const") || ts.isPropertyAccessExpression(parent));

/** The function in place that a return statement belongs to. */
function enclosing(statement: ts.ReturnStatement): ts.ArrowFunction | undefined {
  let node: ts.Node = statement.parent;
  while (!ts.isFunctionLike(node) && !ts.isSourceFile(node)) node = node.parent;
  return ts.isArrowFunction(node) ? node : undefined;
}

const calledBy = (call: ts.CallExpression | ts.NewExpression) =>
  call.expression.kind === ts.SyntaxKind.ImportKeyword ? "import" : call.expression.getText();

function isForPeople(walk: Walk, node: ts.Node, key: string): boolean {
  if (!/[a-z]{2}|^[A-Z][a-z]$/.test(key.replace(/\{\d+\}/g, "")) && !/[A-Z]{4} /.test(key)) return false;
  const { child, parent } = place(node);
  const direct = node.parent;
  if (
    ts.isImportDeclaration(direct) ||
    ts.isExportDeclaration(direct) ||
    ts.isLiteralTypeNode(direct) ||
    ts.isElementAccessExpression(direct) ||
    ts.isTaggedTemplateExpression(direct) ||
    ts.isCaseClause(direct) ||
    (ts.isBinaryExpression(direct) && COMPARES.has(direct.operatorToken.kind)) ||
    (ts.isBinaryExpression(parent) && COMPARES.has(parent.operatorToken.kind)) ||
    (ts.isPropertyAssignment(direct) && direct.name === node) ||
    (ts.isArrayLiteralExpression(direct) && isListOfNames(direct))
  ) {
    return false;
  }
  let named: string | undefined;
  if (ts.isJsxAttribute(parent)) named = parent.name.getText();
  else if (ts.isPropertyAssignment(parent)) named = parent.name.getText().replace(/["']/g, "");
  if (named !== undefined && SILENT.has(named)) return false;
  if (insideSilent(node) || isSigned(node)) return false;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const name = calledBy(parent);
    if (name === "say" || (/\.join$/.test(name) && /^ [a-z]+ $/.test(key))) return true;
    if (UNREAD.test(name) || SEARCH.test(name) || parent.expression === child) return false;
    if (/(?:Error|Refusal|WrongWallet)$/.test(name)) return parent.arguments?.[0] === child;
  }
  if (named === "hint" || named === "message") return true;
  if (!walk.speaks) return false;
  const inSentence =
    ts.isTemplateSpan(parent) && isForPeople(walk, parent.parent, keyOfTemplate(parent.parent));
  return looksLikeWords(key, inSentence || isShown(parent, named), walk.capitals);
}

/** What a wallet signs stays as it is: another text would make another signature, by which nothing is found again. */
const isSigned = ({ parent }: ts.Node): boolean =>
  ts.isVariableDeclaration(parent) && /^SIGNED_/.test(parent.name.getText());

/** Classes and styles may be computed in any way. */
function insideSilent(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isStatement(at) && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isJsxAttribute(at))
      return /^(?:className|style|key|id|href|aria-describedby)$/.test(at.name.getText());
  }
  return false;
}

/** Whether what stands here is shown as it is. */
function isShown(parent: ts.Node, named: string | undefined): boolean {
  if (named !== undefined) return SPOKEN.has(named);
  return ts.isJsxExpression(parent);
}

function looksLikeWords(key: string, shown: boolean, capitals: boolean): boolean {
  const text = key.trim();
  // Code: addresses, signatures of functions, paths, keys.
  if (/^\w+\([^)]*\)|^\S*:\/\/|^[\w.-]+\/[\w/.-]+$|^function |^<|'self'/.test(text)) return false;
  // Commands and fonts.
  if (/(?:^| )--\w|, sans-serif$/.test(text) && !/[.:;] |\(--/.test(text)) return false;
  if (/\s/.test(text)) return true;
  if (/^[A-Z][a-z’-]+[.,:;!?…]?$/.test(text)) return shown || capitals;
  return shown && /^[a-z’-]{2,}[.,:;!?…]?$/.test(text);
}

/** The numbers of values and elements in a text, in order: a translation has the same, in any order of its own. */
export const numbersIn = (text: string): string =>
  (text.match(/\{\d+\}|<\/?\d+>|<\d+\/>/g) ?? []).sort().join("");
