import type { Words } from "../core/domain";
import type { contracts } from "./contracts";

export const describe: Words<typeof contracts>["describe"] = {
  Council: {
    swapOwner: ({ args: [, old, next] }) => [`${old} leaves the council, and ${next} takes the place`],
    addOwnerWithThreshold: ({ args: [owner, threshold] }) => [
      `${owner} joins the council, of which ${threshold} sign from then on`,
    ],
    removeOwner: ({ args: [, owner, threshold] }) => [
      `${owner} leaves the council, of which ${threshold} sign from then on`,
    ],
    changeThreshold: ({ args: [threshold] }) => [`${threshold} of the council sign from then on`],
  },
};
