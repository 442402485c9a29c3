import { FunctionFragment, getAddress, Interface, type ParamType } from "ethers";

import { explain, PolityError } from "../errors";
import { parseAmount, parseDuration } from "../format";
import { encodeCode } from "../core/code";
import { encodeKey, encodeParameter, parseParameter, type ParameterKind } from "./parameters";
import { unseenOnLine } from "./text";
import { TYPE_CODE } from "./title";

/** An argument as it was written: a text, or a list of arguments for an array or tuple. */
export type ActionArgument = string | ActionArgument[];

/** A call that a NEP makes beyond its parameter changes. */
export interface NepAction {
  /** A contract's name or address. */
  target: string;
  /** Its signature, without `function`. */
  function: string;
  args: ActionArgument[];
  /** Wei. */
  value: bigint;
}

const CONTRACT_NAME = /^[A-Z][A-Za-z0-9]{0,63}$/;

/** One call as the governor takes it. `value` is wei. */
export interface Call {
  target: string;
  value: bigint;
  calldata: string;
}

/** Calls as the functions of a governor take them. */
export type CallArrays = [targets: string[], values: bigint[], calldatas: string[]];

export const arraysOf = (calls: readonly Call[]): CallArrays => [
  calls.map(({ target }) => target),
  calls.map(({ value }) => value),
  calls.map(({ calldata }) => calldata),
];

/** The inverse of {@link arraysOf}: calls as a governor's events and calldata hold them. */
export const callsOf = (
  targets: readonly string[],
  values: readonly bigint[],
  calldatas: readonly string[],
): Call[] => targets.map((target, i) => ({ target, value: values[i]!, calldata: calldatas[i]! }));

/** Checks that a target is a contract name like `ProtocolRegistry`, or an address, and returns it. @throws PolityError */
export function checkTarget(target: string): string {
  if (CONTRACT_NAME.test(target)) return target;
  return checkAddress(
    target,
    "write a contract name like ProtocolRegistry, or 0x and 40 hex digits with a correct checksum",
  );
}

/**
 * Checks a human-readable signature like `setBounds(bytes32 key, bytes32 min)` and returns it without `function`.
 * @throws PolityError when it cannot be read.
 */
export function checkFunction(signature: string): string {
  fragmentOf(signature);
  return signature.replace(/^function\s+/, "");
}

/** The function of a signature. @throws PolityError when it cannot be read. */
export function fragmentOf(signature: string): FunctionFragment {
  try {
    return FunctionFragment.from(signature);
  } catch (cause) {
    throw new PolityError(`"${signature}" is not a function signature`, {
      hint: "write it as in Solidity, like setBounds(bytes32 key, bytes32 min, bytes32 max)",
      cause,
    });
  }
}

/** Stands in for a contract whose address does not matter yet. */
export const ANY_CONTRACT = "0x0000000000000000000000000000000000000001";

/**
 * The call that an action makes.
 * @param resolve Address of a contract name.
 * @throws PolityError naming the argument that does not fit the signature.
 */
export function encodeAction(action: NepAction, resolve: (name: string) => string): Call {
  const fragment = fragmentOf(action.function);
  const { inputs } = fragment;
  if (action.args.length !== inputs.length) {
    throw new PolityError(`${fragment.name} takes ${inputs.length} arguments, not ${action.args.length}`);
  }
  const args = inputs.map((input, i) => {
    try {
      return encodeArgument(input, action.args[i]!, resolve);
    } catch (cause) {
      throw new PolityError(`argument ${input.name || i + 1}: ${explain(cause)}`, { cause });
    }
  });
  return {
    target: addressOf(action.target, resolve),
    value: action.value,
    calldata: new Interface([fragment]).encodeFunctionData(fragment, args),
  };
}

/** Short ways to write a value, so that a reader sees `tokens(100)` and not a number of 21 digits. */
const LITERALS: Readonly<Record<string, (type: string, text: string) => string | bigint | undefined>> = {
  type: (type, text) => (type === "bytes8" && TYPE_CODE.test(text) ? encodeCode(text) : undefined),
  key: (type, text) => (type === "bytes32" ? encodeKey(text) : undefined),
  uint: inWord("uint"),
  int: inWord("int"),
  bool: inWord("bool"),
  tokens: (type, text) => (type.startsWith("uint") ? parseAmount(text) : undefined),
  duration: (type, text) => (type.startsWith("uint") ? BigInt(parseDuration(text)) : undefined),
};

/** For hints. */
const OTHER_WAYS: Partial<Record<string, string>> = {
  bytes32: ", or key(…), uint(…), int(…), bool(…)",
  bytes8: ", or type(…)",
};

function inWord(kind: ParameterKind) {
  return (type: string, text: string) =>
    type === "bytes32" ? encodeParameter(kind, parseParameter(kind, text)) : undefined;
}

function encodeArgument(type: ParamType, raw: ActionArgument, resolve: (name: string) => string): unknown {
  if (type.isArray() || type.isTuple()) {
    const length = type.isArray() ? type.arrayLength : type.components.length;
    if (!Array.isArray(raw) || (length !== -1 && raw.length !== length)) {
      throw new PolityError(`${type.type} is a list${length === -1 ? "" : ` of ${length}`}`);
    }
    return raw.map((item, i) =>
      encodeArgument(type.isArray() ? type.arrayChildren : type.components[i]!, item, resolve),
    );
  }
  if (Array.isArray(raw)) throw new PolityError(`${type.type} is a single value, not a list`);

  const [, name, inner] = /^([a-z]+)\((.*)\)$/.exec(raw) ?? [];
  const literal =
    type.type !== "string" && name && Object.hasOwn(LITERALS, name) ? LITERALS[name] : undefined;
  const value = literal ? literal(type.type, inner!) : raw;
  if (value === undefined) throw new PolityError(`${name}(…) is no ${type.type}`);
  return scalarOf(type.type, value, resolve);
}

function scalarOf(type: string, value: string | bigint, resolve: (name: string) => string): unknown {
  const [, sign, bits] = /^(u?int)(\d+)$/.exec(type) ?? [];
  if (sign) {
    const number =
      typeof value === "bigint" ? value : (parseParameter(sign as ParameterKind, value) as bigint);
    const limit = 1n << BigInt(sign === "uint" ? Number(bits) : Number(bits) - 1);
    if (number >= limit || number < (sign === "uint" ? 0n : -limit))
      throw new PolityError(`${number} does not fit ${type}`);
    return number;
  }
  const text = String(value);
  if (type === "bool") return parseParameter("bool", text);
  if (type === "address") return addressOf(text, resolve);
  if (type.startsWith("bytes")) {
    const size = type.slice("bytes".length);
    const digits = size ? `{${Number(size) * 2}}` : "*";
    if (!new RegExp(`^0x[0-9a-fA-F]${digits}$`).test(text) || text.length % 2) {
      const others = OTHER_WAYS[type] ?? "";
      throw new PolityError(`"${text}" is no ${type}`, {
        hint: `write 0x and ${size ? Number(size) * 2 : "an even number of"} hex digits${others}`,
      });
    }
  }
  return text;
}

function addressOf(target: string, resolve: (name: string) => string): string {
  return CONTRACT_NAME.test(target)
    ? resolve(target)
    : checkAddress(target, "write a contract name, or 0x and 40 hex digits");
}

/** The checksummed form. Mixed case must be a correct checksum. @throws PolityError */
export function checkAddress(
  text: string,
  hint = "write 0x and 40 hex digits with a correct checksum",
): string {
  try {
    // getAddress alone would also take ICAP.
    if (/^0x[0-9a-fA-F]{40}$/.test(text)) return getAddress(text);
  } catch {
    // A wrong checksum is refused with the same words.
  }
  const unseen = unseenOnLine(text);
  if (unseen) {
    throw new PolityError(`"${text}" is not an address: it contains the invisible character ${unseen}`, {
      hint: "remove it",
    });
  }
  throw new PolityError(`"${text}" is not an address`, { hint });
}
