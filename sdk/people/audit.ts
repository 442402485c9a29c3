import { Credentials__factory } from "../../typechain-types/factories/contracts/people/Credentials__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Subject } from "../audit/types";
import { wordText } from "../calls/words";
import { formatDuration } from "../format";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  Credentials: {
    openClass: timelock("opens a class of credentials"),
    setIssuer: timelock("gives a class to another issuer, or to nobody"),
    issue: owner("issues a credential: the issuer of the class"),
    renew: owner("renews a credential: the issuer of the class"),
    revoke: owner("ends a credential: the issuer where the class says so, and the timelock"),
    renounce: owner("ends a credential of one's own"),
    expire: anyone("takes what has lapsed out of the count, and changes no credential"),
  },
  Reputation: {
    setAwarder: timelock("says how many points an account may give in a quarter"),
    revoke: timelock("takes points away"),
    award: owner("gives points: those whom a vote has named, within their caps"),
  },
};

const getters: Own["getters"] = {
  Credentials: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "classCount() view returns (uint256)": anything,
  },
  Reputation: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "endWeek() view returns (uint256)": anything,
  },
};

/** Each class, with who issues it, for how long, and whether they may revoke. */
async function readClasses(at: string, subject: Subject): Promise<Fact[]> {
  const credentials = Credentials__factory.connect(at, subject.provider);
  const count = Number(await credentials.classCount());
  const classes = await Promise.all(Array.from({ length: count }, (_, kind) => credentials.classOf(kind)));
  const said = classes.map(
    ({ name, issuer, term, revocable }) =>
      `${wordText(name)}: by ${nameIn(subject, issuer)}, for ${formatDuration(Number(term))}${revocable ? ", revocable" : ""}`,
  );
  return [fact("Credentials", "classes", said)];
}

export const auditing: Own = {
  authority,
  getters,
  readers: { Credentials: readClasses },
  marks: {
    Credentials: "classCount() view returns (uint256)",
    Reputation: "endWeek() view returns (uint256)",
  },
};
