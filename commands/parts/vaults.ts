import { PolityError } from "@polity/sdk/errors";
import { checkAddress } from "@polity/sdk/nep/actions";
import * as vesting from "@polity/sdk/vesting";
import type { Context } from "../core/context";

export const VAULT = "Address of the vault; needed when there are several";

/** The vault at an address, or the only one of an account. */
export async function vaultOf(
  context: Context,
  named: string | undefined,
  account: string,
): Promise<vesting.VaultState> {
  const factory = vesting.requireVesting(context.network);
  if (named !== undefined) return vesting.readVault(vesting.vaultAt(checkAddress(named), factory.runner));
  const found = await vesting.listVaults(factory, { owner: account, fromBlock: context.deployment.block });
  if (found.length === 1) return found[0]!;
  const hint = found.length === 0 ? "list shows all there are" : "name one with --vault";
  throw new PolityError(`${context.nameOf(account)} has ${found.length || "no"} vaults`, { hint });
}
