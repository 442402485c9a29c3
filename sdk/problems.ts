import * as z from "zod";

import { didYouMean } from "./did-you-mean";
import { explain, ValidationError, type Problem } from "./errors";
import { parseText } from "./shape";

type Path = readonly PropertyKey[];

/**
 * A strict object: unknown fields are refused, with the closest known name.
 * The message of the issue carries the known names; {@link problemsOf} makes the sentences.
 */
export function strictObject<T extends z.core.$ZodLooseShape>(shape: T) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code, input }) =>
      code === "unrecognized_keys" ? known : absentOr(input, `must have the fields ${known}`),
  });
}

/** A list of at least one element. */
export function list<T extends z.core.$ZodType>(element: T, allowed: string) {
  return z
    .array(element, { error: ({ input }) => absentOr(input, allowed) })
    .min(1, `must not be empty: ${allowed}`);
}

/**
 * A text that `read` turns into a value.
 * @param allowed What may be written, shown when the field is missing or not a text.
 * @param read Throws when the text is refused; message and hint become the problem.
 */
export function scalar<T>(allowed: string, read: (text: string) => T) {
  return z.string({ error: ({ input }) => absentOr(input, allowed) }).transform((text, context): T => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: explain(error) });
      return z.NEVER;
    }
  });
}

/** One of a few words. */
export function oneOf<const T extends string>(...words: readonly T[]) {
  const allowed = `must be one of ${words.join(", ")}`;
  return z.enum(words, { error: ({ input }) => absentOr(input, allowed) });
}

function absentOr(input: unknown, allowed: string): string {
  return input === undefined ? `is missing; ${allowed}` : allowed;
}

/** Reports a problem at a path relative to the value that the rule checks. */
export type Report = (path: Path, message: string) => void;

/**
 * A rule across fields. It runs as soon as the fields it reads are well-formed, whatever else is wrong,
 * so that one run shows as many problems as can be known.
 * @param reads Dotted paths of the fields that `check` reads; `""` for the whole value.
 */
export function rule<T>(reads: readonly string[], check: (value: T, report: Report) => void) {
  const paths = reads.map((path) => (path === "" ? [] : path.split(".")));
  return z.superRefine<T>(
    (value, context) =>
      check(value, (path, message) =>
        context.addIssue({ code: "custom", path: [...path], message, params: { rule: true } }),
      ),
    {
      when: ({ issues }) =>
        !issues.some(
          (issue) =>
            !(issue.code === "custom" && issue.params?.rule) &&
            issue.code !== "unrecognized_keys" &&
            paths.some((path) => isPrefix(path, issue.path ?? []) || isPrefix(issue.path ?? [], path)),
        ),
    },
  );
}

function isPrefix(prefix: Path, path: Path): boolean {
  return prefix.length <= path.length && prefix.every((part, i) => String(part) === String(path[i]));
}

/**
 * Reads JSON that a command or a tool has written.
 * @param file What to call it in errors.
 * @param hint What to do when it is not JSON.
 * @throws PolityError for what is not JSON, ValidationError with every problem of what is.
 */
export function parseJson<T>(schema: z.ZodType<T>, text: string, file: string, hint: string): T {
  const result = schema.safeParse(parseText(text, file, hint));
  if (result.success) return result.data;
  throw new ValidationError(file, problemsOf(result.error));
}

/** The problems behind a zod error, one per field. */
export function problemsOf(
  error: z.ZodError,
  lineOf: (path: Path) => number | undefined = () => undefined,
): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "invalid_key")
      return issue.issues.map(({ message }) => problem(issue.path, message, lineOf));
    if (issue.code !== "unrecognized_keys") return [problem(issue.path, issue.message, lineOf)];
    const known = issue.message.split(", ");
    return issue.keys.map((key) =>
      problem(
        [...issue.path, key],
        `unknown field${didYouMean(key, known) || `; known are ${issue.message}`}`,
        lineOf,
      ),
    );
  });
}

function problem(path: Path, message: string, lineOf: (path: Path) => number | undefined): Problem {
  const line = lineOf(path);
  return { field: path.map(String).join(".") || "file", ...(line === undefined ? {} : { line }), message };
}
