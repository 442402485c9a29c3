import * as z from "zod";

import { resolveAccounts, type NetworkConfig } from "../../config";
import { networkOf } from "../../scripts/lib/network-file";
import { readText } from "../../scripts/lib/text";
import { parseJson } from "@polity/sdk/problems";
import { required, text, wholeNumber } from "../core/command";
import type { HostContext } from "../core/host";

/** The network that a person means. */
export const PRESET = {
  preset: required(
    "The network: the name of a preset, or a file of your own like ./my-network.ts",
    "give one, like neuroshard, or a file with your own network, like ./my-network.ts",
  ),
};

/** For what waits until its transactions are final. */
export const CONFIRMATIONS = {
  confirmations: text("Blocks that make a transaction final; default 5, on local chains 1"),
  folder: text("Where deployments are kept; default deploy/deployments"),
};

export const confirmationsOf = (
  { confirmations }: Readonly<{ confirmations?: string | undefined }>,
  local: boolean,
): number => wholeNumber("confirmations", confirmations ?? (local ? "1" : "5"), 1, 1_000);

/**
 * The configuration that `--preset` names, and the addresses that it needs on this network.
 * @param known Addresses by label, where no file is given.
 */
export async function configOf(
  { host, options }: HostContext<{ accounts?: string | undefined }>,
  preset: string,
  known: Readonly<Record<string, string>> = {},
): Promise<{ name: string; config: NetworkConfig; accounts: Record<string, string> }> {
  const { name, config } = networkOf(preset);
  const file = options.accounts;
  return {
    ...{ name, config },
    accounts: resolveAccounts(config, await host.chainId(), file === undefined ? known : readLabels(file)),
  };
}

const labels = z.record(z.string(), z.string("must be an address"));

function readLabels(file: string): Record<string, string> {
  const hint = 'write {"ada": "0x…", "ben": "0x…"}';
  return parseJson(labels, readText(file, hint), file, hint);
}
