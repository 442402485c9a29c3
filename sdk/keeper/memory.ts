import * as z from "zod";

import { parseJson, strictObject } from "../problems";
import type { Fee, Memory } from "./types";

const wei = z.string().regex(/^\d+$/).transform(BigInt);
const fee = z.union([
  strictObject({ maxFeePerGas: wei, maxPriorityFeePerGas: wei }),
  strictObject({ gasPrice: wei }),
]) satisfies z.ZodType<Fee>;

const schema = strictObject({
  account: z.string(),
  chainId: z.int(),
  sent: z.array(
    strictObject({
      nonce: z.int().min(0),
      key: z.string(),
      name: z.string(),
      kind: z.string().regex(/^[a-z]+$/),
      fee,
      hashes: z.array(z.string()),
      since: z.number(),
      settled: z.int().optional(),
    }),
  ),
});

/**
 * A keeper's memory from the text of its file.
 * @throws PolityError for what is not JSON, ValidationError with every problem of what is.
 */
export function memoryOf(text: string, file: string): Memory {
  return parseJson<Memory>(schema, text, file, "move it away: the nonces on the chain say enough to go on");
}

/** A keeper's memory as its file has it. */
export function memoryText(memory: Memory): string {
  const exact = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return `${JSON.stringify(memory, exact, 2)}\n`;
}
