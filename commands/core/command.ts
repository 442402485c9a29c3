// A command is data and what it does: docs/decisions/0526. No host is known here.
import { PolityError } from "@polity/sdk/errors";
import type { Answer } from "./answer";
import type { HostContext } from "./host";

/** A word that may follow a command, `--like-this value` or, as a flag, `--like-this`. */
export interface Option {
  kind: "text" | "flag";
  /** What a person reads of it with `--help`. */
  words: string;
  required?: boolean;
  /** What to do when it is missing. */
  hint?: string;
}

/** Options by their names in camelCase. */
export type Options = Readonly<Record<string, Option>>;

/** An option with a value, which may be left out. */
export const text = (words: string) => ({ kind: "text", words }) as const satisfies Option;

/** An option that the command cannot do without. */
export const required = (words: string, hint = "add --help to the command to see its options") =>
  ({ kind: "text", words, required: true, hint }) as const satisfies Option;

/** An option without a value. */
export const flag = (words: string) => ({ kind: "flag", words }) as const satisfies Option;

/** What a person wrote, by option. */
export type Values<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends { kind: "flag" }
    ? boolean
    : O[Name] extends { required: true }
      ? string
      : string | undefined;
};

/** What a host knows of a command. */
export interface Command {
  words: string;
  options: Options;
  /** The only program in which it means anything, if there is one. */
  only?: "hardhat";
  /** Answers; a command that has said everything by itself answers nothing. */
  run: (context: HostContext) => Promise<Answer | undefined>;
}

/** A command that needs no network, or one that may not be there yet. */
export function command<const O extends Options>(description: {
  words: string;
  options: O;
  only?: "hardhat";
  run: (context: HostContext<Values<O>>) => Promise<Answer | undefined>;
}): Command {
  return {
    ...description,
    // Whoever runs it has read the values by its options: `valuesOf`.
    run: (context) => description.run(context as HostContext<Values<O>>),
  };
}

/** `maxBurn` as it is typed: `--max-burn`. */
export const typed = (option: string) =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A whole number of an option, within its bounds. */
export function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (/^(0|[1-9]\d{0,14})$/.test(value) && number >= least && number <= most) return number;
  throw new PolityError(`"${value}" is no number from ${least} to ${most}`, {
    hint: `give ${typed(option)} as a whole number`,
  });
}

/** For an option that only some of a command's ways need. */
export function missing(option: string, hint = "add --help to the command to see its options"): never {
  throw new PolityError(`${typed(option)} is missing`, { hint });
}
