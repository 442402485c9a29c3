import { council } from "./council/domain";
import { court } from "./court/domain";
import { distribution } from "./distribution/domain";
import { escrow } from "./escrow/domain";
import { governor } from "./governor/domain";
import { market } from "./market/domain";
import { people } from "./people/domain";
import { phases } from "./phases/domain";
import { registry } from "./registry/domain";
import { rounds } from "./rounds/domain";
import { token } from "./token/domain";
import { treasury } from "./treasury/domain";
import { vesting } from "./vesting/domain";
import { votes } from "./votes/domain";
import { voting } from "./voting/domain";
import { work } from "./work/domain";

/** The domains of a network. An audit starts at the governor. */
export const DOMAINS = [
  governor,
  token,
  escrow,
  votes,
  registry,
  treasury,
  council,
  vesting,
  distribution,
  court,
  people,
  voting,
  rounds,
  phases,
  market,
  work,
] as const;
export type Domains = (typeof DOMAINS)[number];
