import { structuredPatch, type StructuredPatchHunk } from "diff";
import { ZeroHash } from "ethers";

import { checkContent, readContent, type ContentOptions } from "../core/content";
import { explain, PolityError } from "../errors";
import { decodeText } from "../text";
import { checkEvidence, EVIDENCE, type Evidence } from "./evidence";
import { unseenOnLine } from "./text";
import type { Nep } from "./validate";

/** Largest document that is read, in bytes: a text for people. */
export const MAX_DOCUMENT = 262_144;
/** Largest file that speaks for one: a backtest has 220 bytes for each of up to 24,000 entries. */
export const MAX_EVIDENCE = 8_388_608;
/** Longest address of one, in characters. */
const MAX_ADDRESS = 500;
/** A file beside the NEPs, by its path from their folder: no step of it leads out. */
const BESIDE = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/;
/** Most lines that a difference may take away and add: more is another text. */
const MAX_EDITS = 2_000;

/** A text that a parameter names by its hash, and where it was said to be. */
export interface DocumentRef {
  /** sha256 of the file, 32 bytes in hex. */
  hash: string;
  /** `ipfs://…`, `https://…`, or a path from the folder of the NEPs; absent where nobody has said. */
  at?: string;
}

/** A parameter that gets another document. */
export interface DocumentStep {
  key: string;
  /** Absent where the parameter has no document any more. */
  after?: DocumentRef;
  /** Absent where it had no document before. */
  before?: DocumentRef;
  /** What speaks for it, of a recipe. */
  evidence?: Partial<Record<Evidence, DocumentRef>>;
}

/** The document of a value; zero stands for none. */
export const documentOf = (hash: string, at?: string): DocumentRef | undefined =>
  hash === ZeroHash ? undefined : { hash, ...(at !== undefined && { at }) };

/**
 * Checks where a document is said to be: `ipfs://…`, `https://…`, or a path from the folder of the NEPs, and returns it.
 * @throws PolityError for anything else: what a stranger names must not reach what only this machine can see.
 */
export function checkDocument(text: string): string {
  const hint = "write ipfs://…, https://…, or its path from the NEPs' folder, like contents/roadmap.md";
  const unseen = unseenOnLine(text);
  if (unseen) throw new PolityError(`contains the character ${unseen}`, { hint });
  if (text.length > MAX_ADDRESS)
    throw new PolityError(`is longer than ${MAX_ADDRESS} characters`, { hint: "shorten it" });
  if (isAddress(text) || isBeside(text)) return text;
  throw new PolityError(`"${text}" is not where a document can be`, { hint });
}

/** Names that no public server has. */
const PRIVATE = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)$/;

/** An address of something that everybody can ask for: of `https` a public name, since numbers may be a machine next door. */
function isAddress(text: string): boolean {
  if (!/^(?:ipfs|https):\/\//.test(text) || text.includes(" ") || !URL.canParse(text)) return false;
  if (text.startsWith("ipfs:")) return true;
  const host = new URL(text).hostname.replace(/\.$/, "");
  return /\.[a-z][a-z0-9-]*$/.test(host) && !PRIVATE.test(host);
}

/** Whether it lies beside the NEPs: then whoever has them has it. */
export const isBeside = (at: string): boolean => BESIDE.test(at);

/** How documents are read. */
export interface DocumentOptions extends Pick<ContentOptions, "gateways" | "timeout"> {
  /** Reads a file by its path from the folder of the NEPs. */
  beside: (path: string) => Promise<Uint8Array>;
}

/**
 * Reads a document and checks that it is the one that is meant.
 * @param maxBytes The most that it may have; default that of a text for people.
 * @throws PolityError where it is not known where it is, cannot be read, is another one, or is no text.
 */
export async function readDocument(
  { hash, at }: DocumentRef,
  options: DocumentOptions,
  maxBytes = MAX_DOCUMENT,
): Promise<string> {
  if (at === undefined)
    throw new PolityError("nobody has said where it is", {
      hint: `look for the file whose sha256 is ${hash}`,
    });
  const { beside, ...rest } = options;
  const bounds = { ...rest, maxBytes };
  const bytes = isBeside(at)
    ? checkContent(at, await beside(at), hash, bounds)
    : await readContent(checkDocument(at), hash, bounds);
  return decodeText(bytes, at);
}

/** What differs between two texts, line by line. */
export interface Difference {
  hunks: readonly StructuredPatchHunk[];
  added: number;
  removed: number;
}

/** The difference of two texts; nothing where they have too little in common to show it. */
export function differenceOf(before: string, after: string): Difference | undefined {
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    ...{ context: 3, maxEditLength: MAX_EDITS },
  });
  if (!patch) return undefined;
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  const count = (mark: string) => lines.filter((line) => line.startsWith(mark)).length;
  return { hunks: patch.hunks, added: count("+"), removed: count("-") };
}

/** A step with its texts, as far as they could be read. */
export interface ReadStep extends DocumentStep {
  text?: string;
  textBefore?: string;
  /** Why a text is missing, a sentence each. */
  problems: readonly string[];
  /** Absent where a text is missing, or where they have too little in common. */
  difference?: Difference;
  /** The files that speak for it, as far as they could be read and are about it. */
  said?: Partial<Record<Evidence, string>>;
}

/** Reads the documents of a step. What cannot be read is said, and takes nothing else along. */
export async function readStep(step: DocumentStep, options: DocumentOptions): Promise<ReadStep> {
  const problems: string[] = [];
  const read = async (document: DocumentRef | undefined, what: string, maxBytes?: number) => {
    if (!document) return "";
    try {
      return await readDocument(document, options, maxBytes);
    } catch (error) {
      problems.push(`${what} cannot be shown: ${explain(error)}`);
      return undefined;
    }
  };
  const recipe = step.after?.hash;
  const told = async (kind: Evidence) => {
    const of = step.evidence?.[kind];
    const found = of && (await read(of, `the ${kind}`, MAX_EVIDENCE));
    try {
      if (found === undefined || recipe === undefined) return [];
      checkEvidence(kind, found, recipe);
      return [[kind, found] as const];
    } catch (error) {
      problems.push(`the ${kind} says nothing: ${explain(error)}`);
      return [];
    }
  };
  const [text, textBefore, ...evidence] = await Promise.all([
    read(step.after, "the document"),
    read(step.before, "the document before"),
    ...EVIDENCE.map(told),
  ]);
  const said = Object.fromEntries(evidence.flat()) as Partial<Record<Evidence, string>>;
  const difference =
    text === undefined || textBefore === undefined ? undefined : differenceOf(textBefore, text);
  return {
    ...{ ...step, problems },
    ...(text !== undefined && step.after && { text }),
    ...(textBefore !== undefined && step.before && { textBefore }),
    ...(difference && { difference }),
    ...(step.evidence && { said }),
  };
}

/** A parameter change whose document or evidence does not hold, and why. */
export interface DocumentProblem {
  /** Its place among the changes. */
  at: number;
  key: string;
  field: "document" | (typeof EVIDENCE)[number];
  message: string;
}

/**
 * What is wrong with the documents that a NEP names: each must be there and be the one whose hash is the value, and what
 * speaks for a recipe must be about this recipe.
 */
export async function documentProblems(
  { parameterChanges }: Pick<Nep, "parameterChanges">,
  options: DocumentOptions,
): Promise<DocumentProblem[]> {
  const found = parameterChanges.map(async (change, at): Promise<DocumentProblem[]> => {
    const { key, value, document } = change;
    const named = document === undefined ? undefined : documentOf(String(value), document);
    const check = async (
      field: DocumentProblem["field"],
      of: DocumentRef | undefined,
      read: (text: string) => void,
      maxBytes?: number,
    ): Promise<DocumentProblem[]> => {
      const message =
        of &&
        (await readDocument(of, options, maxBytes)
          .then(read)
          .then(() => undefined, explain));
      return message === undefined ? [] : [{ at, key, field, message }];
    };
    const each = [
      check("document", named, () => undefined),
      ...EVIDENCE.map((field) =>
        check(field, change[field], (text) => checkEvidence(field, text, String(value)), MAX_EVIDENCE),
      ),
    ];
    return (await Promise.all(each)).flat();
  });
  return (await Promise.all(found)).flat();
}
