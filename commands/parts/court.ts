import { existsSync } from "node:fs";
import { join } from "node:path";

import {
  readCase,
  requireCourt,
  saltFileName,
  saltFileText,
  saltIn,
  type CaseView,
  type SaltKeeper,
  type SeatPlace,
} from "@polity/sdk/court";
import { PolityError } from "@polity/sdk/errors";
import { readText, writeNew } from "../../scripts/lib/text";
import type { Context } from "../core/context";
import { numberOf } from "./treasury";

/** Words of options that several commands have. */
export const CASE = "The case; cases shows them";
export const PAYMENT = "The payment; cases shows those that are not over";
export const SEAT = "One seat of the signer's; default all that it has on the bench";
export const SALTS =
  "Folder for salts of wallets that sign differently each time, in which a file is written for each seat; default this folder";

/** The number of a case, as a person wrote it. */
export const caseId = (value: string): bigint => numberOf("id", value);

/** The number of a payment, likewise. */
export const paymentId = (value: string): bigint => numberOf("payment", value);

/** The case of this number, as it is now. */
export const caseOf = ({ network }: Context, id: bigint): Promise<CaseView> =>
  readCase(requireCourt(network), id);

/** A seat, as a person wrote it. */
export const seatOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Number(numberOf("seat", value));

/** A case, or a payment: whichever a person named. @throws PolityError for both or neither. */
export function eitherOf({ id, payment }: { id?: string | undefined; payment?: string | undefined }) {
  if (id !== undefined && payment === undefined) return { id: caseId(id) };
  if (payment !== undefined && id === undefined) return { payment: paymentId(payment) };
  throw new PolityError("it is about a case or about a payment", {
    hint: "give --id of a case of the network's own court, or --payment",
  });
}

const OWNER_ONLY = 0o600;

/** Salts as files of a folder, one for each seat, which only their owner can read. */
export function saltsIn(folder = "."): SaltKeeper {
  const fileOf = (place: SeatPlace) => join(folder, saltFileName(place));
  return {
    find(place) {
      const file = fileOf(place);
      if (!existsSync(file)) return undefined;
      return saltIn(readText(file, "check who may read it"), file, place);
    },
    keep(salts) {
      for (const kept of salts) writeNew(fileOf(kept.place), saltFileText(kept), OWNER_ONLY);
    },
  };
}
