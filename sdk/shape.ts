import { didYouMean } from "./did-you-mean";
import { explain, PolityError, ValidationError, type Problem } from "./errors";

// Shapes of files that commands and indexers write, which every page reads first: for these, no page loads zod. Files that
// people write are checked by it, with problems.ts.

/** Gives the value as it is read, or adds what is wrong with it. A value with problems is never used. */
export type Shape<T> = (value: unknown, problems: Problem[]) => T;

function refuse(value: unknown, allowed: string, problems: Problem[]): never {
  problems.push({ field: "", message: value === undefined ? `is missing; ${allowed}` : allowed });
  return undefined as never;
}

function inside<T>(key: string | number, shape: Shape<T>, value: unknown, problems: Problem[]): T {
  const before = problems.length;
  const read = shape(value, problems);
  for (let i = before; i < problems.length; i++) {
    const { field, message } = problems[i]!;
    problems[i] = { field: field ? `${key}.${field}` : String(key), message };
  }
  return read;
}

const only =
  <T>(is: (value: unknown) => boolean, allowed: string): Shape<T> =>
  (value, problems) =>
    is(value) ? (value as T) : refuse(value, allowed, problems);

export const text = (allowed = "must be a text", form = /^/): Shape<string> =>
  only((value) => typeof value === "string" && form.test(value), allowed);

export const whole = (least: number, allowed = `must be a whole number, ${least} at the least`) =>
  only<number>((value) => Number.isSafeInteger(value) && Number(value) >= least, allowed);

export const flag: Shape<boolean> = only((value) => typeof value === "boolean", "must be true or false");

export const oneOf = <const T extends string>(words: readonly T[]): Shape<T> =>
  only((value) => words.includes(value as T), `must be one of ${words.join(", ")}`);

/** @param read Throws when the text is refused; message and hint become the problem. */
export const textRead =
  <T>(allowed: string, read: (text: string) => T): Shape<T> =>
  (value, problems) => {
    if (typeof value !== "string") return refuse(value, allowed, problems);
    try {
      return read(value);
    } catch (error) {
      return refuse(null, explain(error), problems);
    }
  };

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, problems) =>
    value === undefined ? undefined : shape(value, problems);

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, problems) =>
    value === null ? null : shape(value, problems);

export const list =
  <T>(shape: Shape<T>): Shape<T[]> =>
  (value, problems) =>
    Array.isArray(value)
      ? value.map((one: unknown, i) => inside(i, shape, one, problems))
      : refuse(value, "must be a list", problems);

export const tuple =
  <T extends readonly unknown[]>(...shapes: { readonly [I in keyof T]: Shape<T[I]> }): Shape<T> =>
  (value, problems) =>
    Array.isArray(value) && value.length === shapes.length
      ? (shapes.map((shape, i) => inside(i, shape, value[i], problems)) as unknown as T)
      : refuse(value, `must be a list of ${shapes.length}`, problems);

/** Not the one name that would be no entry of an object that is filled entry by entry. */
const NAME = text("is no name", /^(?!__proto__$)/);

/** Values by names that nobody knows before. */
export const record =
  <T>(shape: Shape<T>, name = NAME): Shape<Record<string, T>> =>
  (value, problems) =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, one]) => {
            inside(key, name, key, problems);
            return [key, inside(key, shape, one, problems)];
          }),
        )
      : refuse(value, "must be an object", problems);

/** The shape of each field. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Shape<T[K]> };

/** An object with these fields; others may be from a later version, and are left out. */
export const object =
  <T extends object>(fields: Fields<T>): Shape<T> =>
  (value, problems) =>
    isObject(value)
      ? (Object.fromEntries(
          Object.entries<Shape<unknown>>(fields).flatMap(([key, shape]) => {
            const read = inside(key, shape, Object.hasOwn(value, key) ? value[key] : undefined, problems);
            return read === undefined ? [] : [[key, read]];
          }),
        ) as T)
      : refuse(value, `must have the fields ${Object.keys(fields).join(", ")}`, problems);

/** An object with these fields and no others, which are refused with the closest known name. */
export const exactly = <T extends object>(fields: Fields<T>): Shape<T> => {
  const known = Object.keys(fields);
  const shape = object<T>(fields);
  return (value, problems) => {
    const read = shape(value, problems);
    if (isObject(value)) {
      for (const key of Object.keys(value).filter((name) => !known.includes(name))) {
        const message = `unknown field${didYouMean(key, known) || `; known are ${known.join(", ")}`}`;
        problems.push({ field: key, message });
      }
    }
    return read;
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads a value.
 * @param subject What to call it in errors.
 * @throws ValidationError with every problem.
 */
export function readShape<T>(shape: Shape<T>, value: unknown, subject: string): T {
  const problems: Problem[] = [];
  const read = shape(value, problems);
  if (problems.length === 0) return read;
  throw new ValidationError(
    subject,
    problems.map(({ field, message }) => ({ field: field || "file", message })),
  );
}

/**
 * The value of a JSON text.
 * @param file What to call it in errors.
 * @param hint What to do when it is not JSON.
 * @throws PolityError for what is not JSON.
 */
export function parseText(text: string, file: string, hint: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolityError(`${file} is not JSON`, { hint, cause });
  }
}
