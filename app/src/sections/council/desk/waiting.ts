import { describeSafeTransaction } from "@polity/sdk/safe/describe";
import type { SafeState } from "@polity/sdk/safe/read";
import { safeService } from "@polity/sdk/safe/service";
import { standingOf } from "@polity/sdk/safe/standing";
import type { Site } from "../../../data/network";
import type { Ask } from "../../../shell/section";
import { safeIdOf, shelfOf } from "./desk";
import { together } from "./shelf";

/** What the desk waits for from a member: signatures, and what can be carried out. */
export async function waitingFor(site: Site, state: SafeState, account: string): Promise<Ask[]> {
  const { network, safeService: url } = site;
  // Without the service there is what this browser keeps.
  const served =
    url === undefined
      ? []
      : await safeService(url)
          .pending(safeIdOf(site), state.nonce)
          .then(
            ({ files }) => files,
            () => [],
          );
  const asked = together(shelfOf(site).get(), served).flatMap((file) => {
    const { nonce, left, missing } = standingOf(file, state);
    if (nonce === "next" && left === 0) return [{ file, verb: "Carry out" }];
    return nonce !== "used" && left > 0 && missing.includes(account) ? [{ file, verb: "Sign" }] : [];
  });
  return Promise.all(
    asked.map(async ({ file, verb }) => {
      const { lines } = await describeSafeTransaction(network, file.safe, file.transaction, state);
      return { what: `${verb} for the council: it ${lines[0] ?? "does something"}`, href: "/council/desk" };
    }),
  );
}
