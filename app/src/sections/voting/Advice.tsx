import { readAdvice } from "@polity/sdk/voting/told";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { OneBallot } from "./OneBallot";

/** What was asked about a proposal; nothing where nobody asked. */
export function Advice({ id }: { id: bigint }) {
  const { network, deployment } = useSite();
  const { ballots } = network;
  const { data = [] } = useChain(["advice", id.toString()], (read) =>
    readAdvice(read, id, { fromBlock: deployment.block }),
  );
  if (!ballots) return null;
  return (
    <>
      {data.map((ballot) => (
        <OneBallot key={ballot.id.toString()} ballots={ballots} ballot={ballot} votes={0n} />
      ))}
    </>
  );
}
