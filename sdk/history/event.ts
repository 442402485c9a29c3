import {
  AbiCoder,
  concat,
  toUtf8String,
  Utf8ErrorFuncs,
  ParamType,
  type BaseContract,
  type EventFragment,
} from "ethers";

import type { TypedContractEvent } from "../../typechain-types/common";
import type { Draft } from "./state";
import type { Moment } from "./types";

/** What each event of a contract does to a history. Texts come as bytes in hex: see {@link textOf}. */
export type EventFolds<C extends BaseContract> = {
  [Name in keyof C["filters"]]?: (
    draft: Draft,
    args: C["filters"][Name] extends TypedContractEvent<infer _I, infer _T, infer Args> ? Args : never,
    moment: Moment,
  ) => void;
};

/** A text as it was written, with a mark where its bytes are no UTF-8: the chain lets anybody write any bytes. */
export function textOf(bytes: string): string {
  return toUtf8String(bytes, Utf8ErrorFuncs.replace);
}

/** Decodes logs of one event. Texts stay bytes, so that no voter can write a ballot that nobody can read. */
export class EventDecoder {
  readonly topic: string;
  readonly #indexed: ParamType[];
  readonly #others: ParamType[];

  constructor({ topicHash, inputs }: EventFragment) {
    this.topic = topicHash;
    const plain = inputs.map((input) => ParamType.from(withoutTexts(input), true));
    this.#indexed = plain.filter(({ indexed }) => indexed);
    this.#others = plain.filter(({ indexed }) => !indexed);
  }

  decode({ topics, data }: { topics: readonly string[]; data: string }): Record<string, unknown> {
    const coder = AbiCoder.defaultAbiCoder();
    return {
      ...coder.decode(this.#indexed, concat(topics.slice(1))).toObject(),
      ...coder.decode(this.#others, data).toObject(),
    };
  }
}

function withoutTexts(input: ParamType): unknown {
  return JSON.parse(input.format("json").replaceAll(/"type":"string(\[\])?"/g, '"type":"bytes$1"'));
}
