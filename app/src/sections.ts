import type { Domains } from "@polity/sdk/domains";
import { council } from "./sections/council/section";
import { court } from "./sections/court/section";
import { distribution } from "./sections/distribution/section";
import { escrow } from "./sections/escrow/section";
import { governor } from "./sections/governor/section";
import { market } from "./sections/market/section";
import { people } from "./sections/people/section";
import { phases } from "./sections/phases/section";
import { registry } from "./sections/registry/section";
import { rounds } from "./sections/rounds/section";
import { treasury } from "./sections/treasury/section";
import { vesting } from "./sections/vesting/section";
import { votes } from "./sections/votes/section";
import { voting } from "./sections/voting/section";
import { work } from "./sections/work/section";
import type { Section } from "./shell/section";

/** The sections of the app, by domain. A domain without one shows nothing of its own. */
export const SECTIONS = {
  ...{
    governor,
    registry,
    treasury,
    council,
    votes,
    escrow,
    vesting,
    distribution,
    court,
    market,
    people,
    phases,
    voting,
    work,
    rounds,
  },
} satisfies Partial<Record<Domains["name"], Section>>;
