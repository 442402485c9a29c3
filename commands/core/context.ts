import { statSync } from "node:fs";
import { join } from "node:path";

import { ZeroAddress } from "ethers";

import { presetConventions } from "../../config/conventions";
import { LOCAL_ACCOUNTS, LOCAL_CHAIN, type AccountLabels } from "../../config/local";
import { deploymentFile, NETWORK_DEPLOYMENTS, readDeployment } from "../../scripts/lib/deployments";
import { connectDeployment, type Deployment, type Network } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { checkAddress } from "@polity/sdk/nep/actions";
import { didYouMean } from "@polity/sdk/did-you-mean";
import type { Answer } from "./answer";
import { command, text, type Command, type Options, type Values } from "./command";
import type { Account, Host, HostContext } from "./host";

/** What a command on a deployed network works with. */
export interface Context<Given = unknown> extends HostContext<Given> {
  network: Network;
  deployment: Deployment;
  /** The file that the deployment was read from. */
  deploymentFile: string;
  /** Who signs; to ask for it is an error where nobody can. */
  readonly signer: Account;
  /** The address of an account that is written as an address or, on a local chain, as a name. */
  addressOf: (account: string) => string;
  /** The name of an address, if it has one here. */
  nameOf: (address: string) => string;
}

/** Options of a command on a deployed network. */
export const DEPLOYMENT = {
  deployment: text(
    "Deployment file, or a network's own folder; default chain-<id>/polity.json in deploy/deployments or deployments",
  ),
};

/** Options of a command that somebody signs. */
export const SIGNED = {
  from: text("Who signs: an address, or a name that the deployment knows; default the first account"),
  ...DEPLOYMENT,
};

interface Description<O extends Options> {
  words: string;
  options: O;
  run: (context: Context<Values<O>>) => Promise<Answer | undefined>;
}

/** A command that reads a deployed network. */
export const readingCommand = <const O extends Options>(description: Description<O>): Command =>
  onNetwork(description, DEPLOYMENT);

/** A command on a deployed network that somebody signs, or for which it matters who asks. */
export const signedCommand = <const O extends Options>(description: Description<O>): Command =>
  onNetwork(description, SIGNED);

function onNetwork<const O extends Options>(
  { words, options, run }: Description<O>,
  own: typeof DEPLOYMENT | typeof SIGNED,
): Command {
  return command({
    words,
    options: { ...options, ...own },
    run: async (context) => {
      // `from` of a command that nobody signs may mean something else, like the first day of a report.
      const from = "from" in own ? (context.options as Values<typeof SIGNED>).from : undefined;
      return run(await connected(context as HostContext<Values<O>>, from));
    },
  });
}

/**
 * Reads the deployment that is meant, and connects to it.
 * @param context Of a command that has the options `DEPLOYMENT`.
 * @param from Who signs, as a person wrote it; default the first account.
 */
export async function connected<Given>(context: HostContext<Given>, from?: string): Promise<Context<Given>> {
  const { host } = context;
  const options = context.options as Partial<Values<typeof DEPLOYMENT>>;
  const chainId = await host.chainId();
  const file = deploymentOf(options.deployment, chainId, host);
  const found = readDeployment(file, host.domains);
  const deployment = { ...found, conventions: found.conventions ?? presetConventions(found.name) };
  const labels: AccountLabels = {
    ...(chainId === LOCAL_CHAIN ? LOCAL_ACCOUNTS : {}),
    ...deployment.accounts,
  };
  const addressOf = (account: string) => {
    if (Object.hasOwn(labels, account)) return labels[account]!;
    if (account.startsWith("0x")) return checkAddress(account);
    const names = Object.keys(labels);
    const known =
      didYouMean(account, names) || (names.length ? `; known are ${names.slice(0, 4).join(", ")}, …` : "");
    throw new PolityError(`${host.network} knows no account "${account}"${known}`, {
      hint: "give an address",
    });
  };
  const signer = await signerOf(host, from, addressOf).catch((error: unknown) => error as Error);
  return {
    ...context,
    network: await connectDeployment(deployment, host.provider, host.domains),
    deployment,
    deploymentFile: file,
    get signer() {
      if (signer instanceof Error) throw signer;
      return signer;
    },
    addressOf,
    nameOf: (address) =>
      address === ZeroAddress
        ? "nobody"
        : (Object.entries(labels).find(([, known]) => known === address)?.[0] ?? address),
  };
}

/** The deployment's file: the one that is named, that of the chain in a network's own folder, or the host's own. */
export function deploymentOf(
  named: string | undefined,
  chainId: number,
  { deployments }: Pick<Host, "deployments">,
): string {
  if (named === undefined) return deploymentFile(chainId, deployments);
  if (!statSync(named, { throwIfNoEntry: false })?.isDirectory()) return named;
  return deploymentFile(chainId, join(named, NETWORK_DEPLOYMENTS));
}

async function signerOf(
  host: Host,
  from: string | undefined,
  addressOf: Context["addressOf"],
): Promise<Account> {
  const accounts = await host.accounts();
  const wanted = from === undefined ? undefined : addressOf(from);
  const found = accounts.find(({ address }) => wanted === undefined || address === wanted);
  if (found) return found;
  throw new PolityError(`${host.network} cannot sign for ${from ?? "any account"}`, {
    hint: host.ways.sign,
  });
}
