import { formatTokens } from "@polity/sdk/format";
import { PolityError } from "@polity/sdk/errors";
import * as vesting from "@polity/sdk/vesting";
import { done, type Answer } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { vaultOf } from "../parts/vaults";

export default signedCommand({
  words: "Releases what is vested to the owner, of one vault or of all that are the signer's",
  options: { vault: text("Address of the vault; anybody may pay for anybody's") },
  async run(context) {
    const { signer, options, nameOf } = context;
    const fromBlock = context.deployment.block;
    const factory = vesting.requireVesting(context.network);
    const own =
      options.vault !== undefined
        ? [await vaultOf(context, options.vault, signer.address)]
        : (await vesting.listVaults(factory, { owner: signer.address, fromBlock })).filter(
            ({ releasable }, _, all) => releasable > 0n || all.length === 1,
          );
    if (own.length === 0) {
      throw new PolityError(`${nameOf(signer.address)} has nothing to claim`, {
        hint: "list shows its vaults",
      });
    }
    const answers: Answer[] = [];
    for (const { vault } of own) {
      const { receipt, amount, owner } = await vesting.claim(vesting.vaultAt(vault, factory.runner), signer);
      answers.push(
        done(receipt, `${nameOf(owner)} got ${formatTokens(amount)} tokens`, { vault, amount, owner }),
      );
    }
    return { text: answers.map(({ text: each }) => each).join("\n"), json: answers.map(({ json }) => json) };
  },
});
