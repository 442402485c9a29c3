import { existsSync } from "node:fs";
import { join } from "node:path";

import {
  CASE_PHASES,
  PAYMENT_STATUSES,
  readCase,
  requireCourt,
  type CaseView,
  type PaymentView,
  type SaltKeeper,
  type SeatPlace,
} from "@polity/sdk/court";
import { PHASES, STATUSES } from "@polity/sdk/court/phases";
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

/** Where a payment stands, likewise. */
export const statusText = ({ status }: PaymentView): string => STATUSES[PAYMENT_STATUSES.indexOf(status)]!;

/** Where a case stands, in words that follow "it". */
export const phaseText = ({ phase }: CaseView): string => PHASES[CASE_PHASES.indexOf(phase)]!;

const OWNER_ONLY = 0o600;
const HINT = "give the file that vote has written";

/** Salts as files of a folder, one for each seat, which only their owner can read. */
export function saltsIn(folder = "."): SaltKeeper {
  const fileOf = ({ caseId, draw, seat }: SeatPlace) =>
    join(folder, `court-case-${caseId}-draw-${draw}-seat-${seat}.json`);
  const named = (place: SeatPlace) => ({
    ...{ chainId: place.chainId.toString(), court: place.court },
    ...{ case: place.caseId.toString(), draw: place.draw.toString(), seat: place.seat.toString() },
  });
  return {
    find(place) {
      const file = fileOf(place);
      if (!existsSync(file)) return undefined;
      const kept = parse(readText(file, HINT), file);
      for (const [name, value] of Object.entries(named(place))) {
        if (kept[name] === value) continue;
        throw new PolityError(`${file} has the salt of another vote: its ${name} is not ${value}`, {
          hint: "name another folder with --salts",
        });
      }
      if (typeof kept.salt === "string" && /^0x[0-9a-f]{64}$/.test(kept.salt)) return kept.salt;
      throw new PolityError(`${file} has no salt`, { hint: HINT });
    },
    keep(place, salt) {
      writeNew(fileOf(place), `${JSON.stringify({ ...named(place), salt }, null, 2)}\n`, OWNER_ONLY);
    },
  };
}

function parse(text: string, file: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new PolityError(`${file} is not JSON`, { hint: HINT, cause });
  }
}
