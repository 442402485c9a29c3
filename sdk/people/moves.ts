import { handOver, type Moving } from "../council/powers";

const awarder = (who: string, perQuarter: bigint) =>
  handOver("Reputation", "setAwarder(address awarder, uint96 perQuarter)", who, String(perQuarter));

/** The classes of credentials that it issues, and the points that it may give in a quarter. */
export const moving: Moving = {
  async moves({ credentials, reputation }, { from, to }) {
    const count = credentials ? Number(await credentials.classCount()) : 0;
    const classes = await Promise.all(Array.from({ length: count }, (_, kind) => credentials!.classOf(kind)));
    const issuers = classes.flatMap(({ issuer }, kind) =>
      from.includes(issuer)
        ? [handOver("Credentials", "setIssuer(uint256 kind, address issuer)", String(kind), to)]
        : [],
    );
    const caps = await Promise.all(
      from.map(async (who) => ({ who, cap: (await reputation?.awarderOf(who))?.perQuarter ?? 0n })),
    );
    const awarders = caps
      .filter(({ cap }) => cap > 0n)
      .flatMap(({ who, cap }) => [awarder(who, 0n), awarder(to, cap)]);
    return [...issuers, ...awarders];
  },
};
