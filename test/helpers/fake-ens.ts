import {
  AbiCoder,
  dataSlice,
  getAddress,
  id,
  namehash,
  ZeroAddress,
  type Provider,
  type TransactionRequest,
} from "ethers";

import { ENS_REGISTRY } from "@polity/sdk/ens";

/** What a resolver answers: a value, bytes of its own making, or an error. */
export type Lie = { bytes: string } | { error: Error };

/** For tests: the registry and resolvers of ENS, which say what a test tells them to. Not the contracts of ENS. */
export class FakeEns {
  /** Resolvers by node, names by reverse node, addresses by node. */
  readonly resolvers = new Map<string, string>();
  readonly names = new Map<string, string | Lie>();
  readonly addresses = new Map<string, string | Lie>();
  readonly asked: TransactionRequest[] = [];

  readonly provider = { call: (call: TransactionRequest) => this.#answer(call) } as unknown as Provider;

  /** A name that an account has chosen, and whom it leads to. */
  set(account: string, name: string | Lie, owner: string | Lie = account): void {
    const reverse = namehash(`${getAddress(account).slice(2).toLowerCase()}.addr.reverse`);
    this.resolvers.set(reverse, RESOLVER);
    this.names.set(reverse, name);
    if (typeof name !== "string") return;
    let node: string;
    try {
      node = namehash(name);
    } catch {
      return;
    }
    this.resolvers.set(node, RESOLVER);
    this.addresses.set(node, owner);
  }

  async #answer(call: TransactionRequest): Promise<string> {
    this.asked.push(call);
    const [selector, node] = [dataSlice(call.data!, 0, 4), dataSlice(call.data!, 4)];
    const coder = AbiCoder.defaultAbiCoder();
    if (call.to === ENS_REGISTRY) return coder.encode(["address"], [this.resolvers.get(node) ?? ZeroAddress]);
    const isName = selector === id("name(bytes32)").slice(0, 10);
    const told = isName ? (this.names.get(node) ?? "") : (this.addresses.get(node) ?? ZeroAddress);
    if (typeof told === "string") return coder.encode([isName ? "string" : "address"], [told]);
    if ("error" in told) throw told.error;
    return Promise.resolve(told.bytes);
  }
}

const RESOLVER = getAddress(`0x${"e5".repeat(20)}`);
