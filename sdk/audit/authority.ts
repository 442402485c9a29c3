/**
 * Whom a function obeys. `timelock`: what a proposal decided. `governor`: the network's governor, by its roles in the
 * timelock. `admin`: who administers the timelock's roles, which is the timelock itself. `guardian`, `spender`,
 * `owner`: the one that the record at hand names. `anyone`: everybody, with effects on nobody else's.
 */
export type Holder = "timelock" | "governor" | "admin" | "guardian" | "spender" | "owner" | "anyone";

/** A function that changes state: whom it obeys, and what it is for or why it is open. */
export interface Power {
  holder: Holder;
  why: string;
}

/** All state-changing functions of a contract, by name or, where it has several of one name, by signature. */
export type Authority = Readonly<Record<string, Power>>;

const to = (holder: Holder) => (why: string) => ({ holder, why });
export const timelock = to("timelock");
export const governor = to("governor");
export const admin = to("admin");
export const guardian = to("guardian");
export const spender = to("spender");
export const owner = to("owner");
export const anyone = to("anyone");

/** What every source of votes has. */
export const votes: Authority = {
  delegate: anyone("gives one's own votes"),
  delegateBySig: anyone("delivers a delegation that its owner has signed"),
};

/** How ERC-721 and ERC-1155 tokens ask a receiver whether it takes them. */
export const receiving: Authority = {
  onERC721Received: anyone("acknowledges a token that arrives, and keeps no record"),
  onERC1155Received: anyone("acknowledges tokens that arrive, and keeps no record"),
  onERC1155BatchReceived: anyone("acknowledges tokens that arrive, and keeps no record"),
};

/** The path on which a holder's call reaches a contract, in words. */
export const PATHS: Readonly<Record<Holder, string>> = {
  timelock: "voters → NetworkGovernor → TimelockController",
  governor: "voters → NetworkGovernor",
  admin: "voters → NetworkGovernor → TimelockController",
  guardian: "the council, while its mandate lasts",
  spender: "the spender of the budget",
  owner: "each for what is their own",
  anyone: "anyone",
};
