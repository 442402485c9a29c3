import { formatDate, formatTokens } from "@polity/sdk/format";
import * as vesting from "@polity/sdk/vesting";
import { formatTable } from "../../scripts/lib/table";
import { text } from "../core/command";
import { signedCommand } from "../core/context";

export default signedCommand({
  words: "Lists vaults as they are now",
  options: { account: text("Only those of this owner: an address, or a name that the deployment knows") },
  async run(context) {
    const { options, addressOf, nameOf } = context;
    const fromBlock = context.deployment.block;
    const { account } = options;
    const owner = account === undefined ? undefined : addressOf(account);
    const vaults = await vesting.listVaults(vesting.requireVesting(context.network), {
      ...(owner ? { owner } : {}),
      fromBlock,
    });
    const rows = vaults.map((state) => [
      nameOf(state.owner),
      state.vault,
      formatTokens(state.allocation),
      formatTokens(state.vested),
      formatTokens(state.released),
      formatTokens(state.releasable),
      formatTokens(state.locked),
      state.revoked ? "revoked" : formatDate(state.terms.start + state.terms.duration),
    ]);
    const head = ["owner", "vault", "granted", "vested", "released", "claimable", "locked", "ends"];
    return { text: rows.length ? formatTable([head, ...rows]) : "there are no vaults", json: vaults };
  },
});
