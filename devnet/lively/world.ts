import type { Signer } from "ethers";

import type { NetworkConfig } from "../../config";
import type { Network } from "@polity/sdk";
import type { Calendar } from "./calendar";
import type { Diary } from "./diary";
import type { PersonName } from "./people";

/** What everything in the story works with. */
export interface World {
  network: Network;
  config: NetworkConfig;
  calendar: Calendar;
  /** Numbers in [0, 1), the same in every run. */
  random: () => number;
  signer: (name: PersonName) => Promise<Signer>;
  diary: Diary;
}
