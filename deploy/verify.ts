import { dataSlice } from "ethers";

import type { Compiled } from "./artifacts";
import { readJournal } from "./journal";

/** What a contract of a deployment was constructed with, ABI-encoded; nothing for one that the journal did not deploy. */
export async function constructorArguments(
  { artifacts }: Compiled,
  folder: string,
  contract: string,
): Promise<string | undefined> {
  const lines = readJournal(folder) as (ReturnType<typeof readJournal>[number] & {
    contractName?: string;
    networkInteraction?: { data?: string };
  })[];
  const step = lines.find(({ contractName }) => contractName === contract)?.futureId;
  const data = lines.find(({ futureId, type }) => futureId === step && type === "NETWORK_INTERACTION_REQUEST")
    ?.networkInteraction?.data;
  if (step === undefined || data === undefined) return undefined;
  const { bytecode } = await artifacts.readArtifact(contract);
  // Where libraries are linked, the artifact has marks in place of their addresses, which are as long.
  return dataSlice(data, (bytecode.length - 2) / 2);
}
