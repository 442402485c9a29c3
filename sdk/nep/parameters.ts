import { AbiCoder, decodeBytes32String, encodeBytes32String } from "ethers";

import { PolityError } from "../errors";

/** How the 32 bytes of a protocol parameter are to be read. */
export const PARAMETER_KINDS = ["uint", "int", "bool", "bytes32"] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

/** uint and int: bigint. bool: boolean. bytes32: `0x` and 64 lower-case hex digits. */
export type ParameterValue = bigint | boolean | string;

/** `namespace.name`, both ASCII. */
export const PARAMETER_KEY = /^[a-z0-9]+\.[A-Za-z0-9_.-]+$/;
/** Longest key or namespace, in characters: short strings in a bytes32. */
export const MAX_KEY = 31;

const ABI_TYPE = { uint: "uint256", int: "int256", bool: "bool", bytes32: "bytes32" } as const;
const RANGE = { uint: [0n, 2n ** 256n - 1n], int: [-(2n ** 255n), 2n ** 255n - 1n] } as const;

/**
 * Checks a key such as `train.multiTokenHeads` and returns it.
 * @throws PolityError unless it is `namespace.name` (a-z 0-9, then A-Z a-z 0-9 _ . -) of at most 31 characters.
 */
export function checkKey(key: string): string {
  if (!PARAMETER_KEY.test(key) || key.length > MAX_KEY) {
    throw new PolityError(`"${key}" is not a parameter key`, {
      hint: `write namespace.name, like train.innerSteps, at most ${MAX_KEY} characters (namespace a-z 0-9; name A-Z a-z 0-9 _ . -)`,
    });
  }
  return key;
}

/** The text before the first point: `train` of `train.multiTokenHeads`. */
export function namespaceOf(key: string): string {
  return checkKey(key).split(".", 1)[0]!;
}

/** A key or namespace as the chain stores it: ASCII, left-aligned in a bytes32. At most 31 characters. */
export function encodeKey(key: string): string {
  return encodeBytes32String(key);
}

/** Inverse of {@link encodeKey}. */
export function decodeKey(word: string): string {
  return decodeBytes32String(word);
}

/**
 * Value of a parameter from the text a person wrote.
 * @throws PolityError when the text does not fit the kind. Integers are decimal digits; bytes32 is 0x and 64 hex digits.
 */
export function parseParameter(kind: ParameterKind, text: string): ParameterValue {
  switch (kind) {
    case "uint":
    case "int":
      if (!/^(?:0|-?[1-9]\d{0,77})$/.test(text)) refuse(kind, text);
      return checkParameter(kind, BigInt(text));
    case "bool":
      if (text !== "true" && text !== "false") refuse(kind, text);
      return text === "true";
    case "bytes32":
      return checkParameter(kind, text);
  }
}

/** The 32 bytes of a value. @throws PolityError when it does not fit the kind. */
export function encodeParameter(kind: ParameterKind, value: ParameterValue): string {
  return AbiCoder.defaultAbiCoder().encode([ABI_TYPE[kind]], [checkParameter(kind, value)]);
}

/** The value in 32 bytes. @throws PolityError when they are no value of the kind (a bool of 2). */
export function decodeParameter(kind: ParameterKind, word: string): ParameterValue {
  checkParameter("bytes32", word);
  // ethers reads any non-zero word as true; a word that nobody could have encoded is refused.
  if (kind === "bool" && BigInt(word) > 1n) refuse(kind, word);
  return checkParameter(kind, AbiCoder.defaultAbiCoder().decode([ABI_TYPE[kind]], word)[0] as ParameterValue);
}

/** A value as a person writes it: inverse of {@link parseParameter}. */
export function formatParameter(value: ParameterValue): string {
  return value.toString();
}

/** Checks that a value fits its kind and returns it, hex in lower case. @throws PolityError */
export function checkParameter(kind: ParameterKind, value: ParameterValue): ParameterValue {
  switch (kind) {
    case "uint":
    case "int": {
      const [min, max] = RANGE[kind];
      if (typeof value !== "bigint" || value < min || value > max) refuse(kind, value);
      return value;
    }
    case "bool":
      if (typeof value !== "boolean") refuse(kind, value);
      return value;
    case "bytes32":
      if (typeof value !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(value)) refuse(kind, value);
      return value.toLowerCase();
  }
}

const ALLOWED = {
  uint: "write a decimal integer from 0 to 2^256-1",
  int: "write a decimal integer from -2^255 to 2^255-1",
  bool: "write true or false",
  bytes32: "write 0x and 64 hex digits",
} as const;

function refuse(kind: ParameterKind, value: ParameterValue): never {
  const text = String(value);
  throw new PolityError(`${text.length > 80 ? `${text.slice(0, 77)}...` : `"${text}"`} is not a ${kind}`, {
    hint: ALLOWED[kind],
  });
}

/** A parameter as a network starts with it. Bounds, both inclusive, are for uint and int only. */
export interface ParameterDefinition {
  key: string;
  kind: ParameterKind;
  min?: bigint;
  max?: bigint;
  value: ParameterValue;
}

/**
 * The struct that `ProtocolRegistry.defineParameters` takes: words of 32 bytes and the number of the kind.
 * A missing bound of an integer is the end of its range; kinds without an order have bounds of zero.
 * @throws PolityError when key, value or bounds do not fit.
 */
export function encodeDefinition({ key, kind, min, max, value }: ParameterDefinition) {
  const [lowest, highest] = kind === "uint" || kind === "int" ? RANGE[kind] : [0n, 0n];
  const bound = (limit: bigint) => encodeParameter(kind === "int" ? "int" : "uint", limit);
  return {
    key: encodeKey(checkKey(key)),
    // Kind.None is 0.
    kind: PARAMETER_KINDS.indexOf(kind) + 1,
    min: bound(min ?? lowest),
    max: bound(max ?? highest),
    value: encodeParameter(kind, value),
  };
}
