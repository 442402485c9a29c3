import { delegateHeld } from "./escrow-delegate";
import { advance, cancel, execute, queue } from "./gov-act";
import { explain, propose, simulate } from "./gov-propose";
import { list, show } from "./gov-show";
import { relay, vote } from "./gov-vote";

/** The commands of the scope, by name. */
export const commands = {
  ...{
    list,
    show,
    explain,
    simulate,
    propose,
    vote,
    relay,
    queue,
    execute,
    cancel,
    advance,
    delegate: delegateHeld,
  },
};
