// The host of an assistant: it reads a node and writes transactions down. It has no key and sends nothing.
import {
  AbstractSigner,
  getAddress,
  hexlify,
  toQuantity,
  type Provider,
  type TransactionRequest,
  type TransactionResponse,
} from "ethers";

import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import type { RetryOptions } from "@polity/sdk/provider";
import { PatientProvider } from "@polity/sdk/provider/patient-provider";
import type { Host } from "../../commands/core/host";
import { simulatorAt } from "../node";

/** What a node may be asked for an assistant: nothing that changes a chain, signs, or belongs to a node's owner. */
const READS =
  /^(eth_(blockNumber|call|chainId|estimateGas|feeHistory|gasPrice|get\w+|maxPriorityFeePerGas|simulateV1)|net_version|web3_clientVersion)$/;

/** A node that is only read. */
export class ReadingProvider extends PatientProvider {
  constructor(url: string, chainId: number, retry: RetryOptions) {
    super(url, chainId, { retry });
  }

  override async send(method: string, params: unknown[] | Record<string, unknown>): Promise<unknown> {
    if (READS.test(method)) return (await super.send(method, params)) as unknown;
    throw new PolityError(`an assistant may not ask a node for ${method}`, { hint: HINT });
  }
}

const HINT = "run the command with polity, where its owner signs";

/** A transaction as a wallet takes it (`eth_sendTransaction`), and its chain. */
export interface Unsigned {
  chainId: number;
  from: string;
  to: string;
  data: string;
  value: string;
  gas?: string;
}

/** Thrown in place of sending: the command ends here. */
export class Drafted extends PolityError {
  constructor(readonly unsigned: Unsigned) {
    super("the transaction is written down", { hint: "its owner signs it elsewhere" });
  }
}

/** Whoever the transaction is of: it has an address and nothing else. */
class Drafter extends AbstractSigner<Provider> {
  constructor(
    readonly address: string,
    provider: Provider,
  ) {
    super(provider);
  }

  override getAddress(): Promise<string> {
    return Promise.resolve(this.address);
  }

  override connect(provider: Provider): Drafter {
    return new Drafter(this.address, provider);
  }

  override async sendTransaction({
    to,
    data,
    value,
    gasLimit,
  }: TransactionRequest): Promise<TransactionResponse> {
    const { chainId } = await this.provider.getNetwork();
    throw new Drafted({
      ...{ chainId: Number(chainId), from: this.address, to: getAddress(await resolved(to)) },
      ...{ data: data ? hexlify(data) : "0x", value: toQuantity(value ?? 0) },
      ...(gasLimit !== undefined && gasLimit !== null && { gas: toQuantity(gasLimit) }),
    });
  }

  override signTransaction = refuse;
  override signMessage = refuse;
  override signTypedData = refuse;
}

function refuse(): Promise<never> {
  return Promise.reject(new PolityError("an assistant cannot sign", { hint: HINT }));
}

async function resolved(to: TransactionRequest["to"]): Promise<string> {
  const known = await to;
  if (typeof known === "string") return known;
  if (known) return known.getAddress();
  throw new PolityError("this transaction would deploy a contract", { hint: HINT });
}

/** What a command works with when an assistant asks for it. */
export function assistantHost(
  provider: ReadingProvider,
  network: string,
  deployments: string,
  from: string | undefined,
): Host {
  return {
    ...{ domains: DOMAINS, network, provider, deployments },
    chainId: async () => Number((await provider.getNetwork()).chainId),
    accounts: () => Promise.resolve(from === undefined ? [] : [new Drafter(getAddress(from), provider)]),
    request: (method, params) => provider.send(method, params),
    ways: { sign: "give `from`, the address whose transaction it is", reach: "check POLITY_RPC_URL" },
    simulator: () => simulatorAt(provider),
    workshop: () => Promise.reject(new PolityError("an assistant cannot deploy", { hint: HINT })),
  };
}
