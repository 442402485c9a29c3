import type { Credentials } from "../../typechain-types/contracts/people/Credentials";
import type { Reputation } from "../../typechain-types/contracts/people/Reputation";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The credentials of a network. @throws PolityError if the network has none. */
export function requireCredentials({ credentials }: Pick<Network, "credentials">): Credentials {
  if (credentials) return credentials;
  throw new PolityError("this network has no credentials", {
    hint: "its configuration has no section people",
  });
}

/** The reputation of a network. @throws PolityError if the network has none. */
export function requireReputation({ reputation }: Pick<Network, "reputation">): Reputation {
  if (reputation) return reputation;
  throw new PolityError("this network has no reputation", {
    hint: "its configuration does not have people.reputation",
  });
}
