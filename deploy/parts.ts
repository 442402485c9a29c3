import type { AnyDomain } from "@polity/sdk/core/domain";
import { DOMAINS } from "@polity/sdk/domains";
import { court } from "./modules/court";
import { distribution } from "./modules/distribution";
import { market } from "./modules/market";
import type { AnyDeployPart } from "./modules/part";
import { rounds } from "./modules/rounds";
import { people } from "./modules/people";
import { phases } from "./modules/phases";
import { treasury } from "./modules/treasury";
import { vesting } from "./modules/vesting";
import { voting } from "./modules/voting";
import { work } from "./modules/work";

/**
 * What domains add to a deployment, besides timelock, token, votes, registry and governor, which modules/Polity.ts
 * deploys for every network.
 */
export const PARTS: readonly AnyDeployPart[] = [
  treasury,
  vesting,
  distribution,
  court,
  people,
  voting,
  rounds,
  phases,
  market,
  work,
];

/** The domains that a deployment knows. */
export interface Known {
  readonly parts: readonly AnyDeployPart[];
  readonly domains: readonly AnyDomain[];
}
export const KNOWN: Known = { parts: PARTS, domains: DOMAINS };
