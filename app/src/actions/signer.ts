import {
  AbstractSigner,
  toQuantity,
  TypedDataEncoder,
  type Provider,
  type TransactionRequest,
  type TransactionResponse,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { explainFailure } from "@polity/sdk/reverts";
import { explainWallet, isDeclined, type Eip1193 } from "../wallet/eip1193";
import type { Step } from "./flow";
import type { PendingTransactions } from "./pending";
import type { Outcome } from "./track";

/** Thrown into an action that its user has stopped. */
export class Stopped extends PolityError {
  constructor() {
    super("stopped before anything more was sent");
  }
}

/** Thrown into an action whose transaction others send: what becomes of it, in a sentence. */
export class HandedOver extends PolityError {}

/** Who decides, and who hears what happens. */
export interface Gate {
  /** Shows a step; resolves when the person agrees. @throws Stopped */
  consent(step: Step): Promise<void>;
  /** The wallet said no to the step that was agreed to: it is shown once more. */
  declined(error: PolityError): void;
  signed(): void;
  sent(hash: string): void;
  /** How a transaction ends. */
  settled(hash: string): Promise<Outcome>;
}

export interface GateContext {
  /** The wallet's own interface: only for signing and sending. */
  wallet: Eip1193;
  account: string;
  chainId: number;
  /** The page's own connection: for all that is read. */
  provider: Provider;
  pending: PendingTransactions;
  title: string;
  /** A transaction in plain words. */
  describe(call: { to: string; value: bigint; data: string }): Promise<string[]>;
  /** A signature in plain words. */
  describeSignature(
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
    domain: TypedDataDomain,
  ): string[] | Promise<string[]>;
  /** Of a wallet that sends nothing at once: see {@link FoundWallet.handsOver}. */
  handsOver?: string | undefined;
  gate: Gate;
}

/**
 * A signer for the SDK's functions, behind which a person decides: each transaction is tried on the newest state and told
 * in words before the wallet opens, and tried once more right before it is sent. What a wallet declines can be asked again.
 */
export class GatedSigner extends AbstractSigner<Provider> {
  constructor(private readonly context: GateContext) {
    super(context.provider);
  }

  override getAddress(): Promise<string> {
    return Promise.resolve(this.context.account);
  }

  override connect(): never {
    throw new PolityError("the wallet's signer stays with its chain");
  }

  override async sendTransaction(request: TransactionRequest): Promise<TransactionResponse> {
    const { account, provider, pending, title, chainId, gate, handsOver } = this.context;
    const call = { ...(await this.populateCall(request)), from: account };
    const [to, data, value] = [String(call.to), call.data ?? "0x", BigInt(call.value ?? 0n)];
    const [words, gas, fees, balance] = await Promise.all([
      this.context.describe({ to, value, data }),
      provider.estimateGas({ from: account, to, data, value }),
      provider.getFeeData(),
      provider.getBalance(account),
    ]);
    // What is used is paid at about today's price; the wallet may bid higher.
    const cost = gas * (fees.gasPrice ?? fees.maxFeePerGas ?? 0n);
    // Of a Safe, whoever executes pays.
    if (balance < (handsOver === undefined ? cost + value : value)) {
      throw new PolityError("the account cannot pay for the gas", {
        hint: "send it some of the chain's own currency",
      });
    }
    const hash = await this.#ask({ kind: "transaction", words, gas, cost }, async () => {
      // Others may have been faster while it was read: what would fail is not sent.
      await provider.call({ from: account, to, data, value });
      const parameters = {
        ...{ from: account, to, data, value: toQuantity(value), chainId: toQuantity(chainId) },
        ...(call.gasLimit !== undefined && call.gasLimit !== null && { gas: toQuantity(call.gasLimit) }),
      };
      return this.#request("eth_sendTransaction", [parameters]);
    });
    if (handsOver !== undefined) {
      gate.signed();
      throw new HandedOver(handsOver);
    }
    const block = await provider.getBlockNumber().catch(() => 0);
    pending.add({ chainId, hash, account, to, data, words, title, sent: Date.now(), block });
    gate.sent(hash);
    const wait = async () => {
      const outcome = await gate.settled(hash);
      if (outcome.is === "replaced") throw replaced(outcome);
      if (outcome.is === "reverted") throw await this.#reasonOf({ to, data, value }, outcome);
      return provider.getTransactionReceipt(outcome.hash);
    };
    // All that the SDK needs of a response: the transaction's own details are in the receipt.
    return { hash, wait } as unknown as TransactionResponse;
  }

  override async signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string> {
    const { account, gate, handsOver } = this.context;
    if (handsOver !== undefined) {
      throw new PolityError("a Safe signs no messages here", { hint: "send it as a transaction instead" });
    }
    const words = await this.context.describeSignature(types, value, domain);
    const payload = TypedDataEncoder.getPayload(domain, types, value) as object;
    const signature = await this.#ask({ kind: "signature", words }, () =>
      this.#request("eth_signTypedData_v4", [account, JSON.stringify(payload)]),
    );
    gate.signed();
    return signature;
  }

  override signTransaction(): Promise<string> {
    return refuse();
  }

  override signMessage(): Promise<string> {
    return refuse();
  }

  /** Until the person agrees and the wallet too, or one of them stops it. */
  async #ask(step: Step, work: () => Promise<string>): Promise<string> {
    const { gate } = this.context;
    for (;;) {
      await gate.consent(step);
      try {
        await this.#checkWallet();
        return await work();
      } catch (error) {
        if (!isDeclined(error) && !(error instanceof WrongWallet))
          throw await explainFailure(explainWallet(error));
        gate.declined(error instanceof WrongWallet ? error : await explainFailure(explainWallet(error)));
      }
    }
  }

  /** The wallet itself is asked, right before: what the page believes may be old. */
  async #checkWallet(): Promise<void> {
    const { chainId, account } = this.context;
    const [id, accounts] = (await Promise.all([
      this.#request("eth_chainId"),
      this.#request("eth_accounts"),
    ])) as [string, unknown];
    if (Number(id) !== chainId) {
      throw new WrongWallet(`the wallet is on chain ${Number(id)}, and the network on chain ${chainId}`, {
        hint: "switch the wallet's network, then go on",
      });
    }
    const own = Array.isArray(accounts) ? accounts.map((one) => String(one).toLowerCase()) : [];
    if (!own.includes(account.toLowerCase())) {
      throw new WrongWallet(`the wallet does not show the account ${account}`, {
        hint: "choose that account in the wallet, then go on; or stop and begin anew with the other",
      });
    }
  }

  #request(method: string, params: readonly unknown[] = []): Promise<string> {
    return this.context.wallet.request({ method, params }) as Promise<string>;
  }

  /** Why it failed on chain: the same call on the state of its block. */
  async #reasonOf(
    call: { to: string; data: string; value: bigint },
    { hash, block }: { hash: string; block: number },
  ): Promise<PolityError> {
    const { provider, account } = this.context;
    try {
      await provider.call({ ...call, from: account, blockTag: block });
    } catch (error) {
      return new PolityError(`the transaction failed: ${(await explainFailure(error)).message}`, {
        hint: "it changed nothing but the gas it used; look again and retry",
        cause: error,
      });
    }
    return new PolityError(`transaction ${hash} was reverted`, {
      hint: "the state changed on the way; look again and retry",
    });
  }
}

/** The wallet is not what the action was prepared for; that can be mended. */
class WrongWallet extends PolityError {}

function replaced({ how, hash }: { how: "canceled" | "other"; hash?: string }): PolityError {
  const by = hash ? `: ${hash}` : "";
  return how === "canceled"
    ? new PolityError(`the transaction was cancelled in the wallet${by}`, {
        hint: "it did nothing; begin again",
      })
    : new PolityError(`another transaction of the account took its place${by}`, {
        hint: "look in the wallet what was sent instead, then begin again if it is still needed",
      });
}

function refuse(): Promise<never> {
  return Promise.reject(new PolityError("the page signs only what it can put into words"));
}
