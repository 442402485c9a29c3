import { delegationContract, parseSignedDelegation, relayDelegation } from "@polity/sdk/escrow/delegate";
import { useSite } from "../../../data/network";
import { Address, Card, Facts, Time } from "../../../ui";
import { useActions } from "../../../actions/context";
import { FileInput } from "../../../actions/SignedFile";
import { isNobody } from "./read";

/** Hands in a delegation that somebody has signed. */
export function RelayDelegation() {
  const { network } = useSite();
  const { run } = useActions();
  return (
    <Card title="Hand in a signed delegation">
      <FileInput
        label="Signed delegation"
        hint="Drop the file here, choose it, or paste its text. You pay the gas, and need no tokens."
        read={parseSignedDelegation}
      >
        {(signed, clear) => (
          <>
            <Facts
              rows={[
                ["Signed by", <Address key="from" address={signed.delegator} />],
                [
                  "Votes go to",
                  isNobody(signed.delegatee) ? "nobody" : <Address key="to" address={signed.delegatee} />,
                ],
                ["Can be sent until", <Time key="until" at={signed.expiry} />],
              ]}
            />
            <p className="buttons">
              <button
                type="button"
                className="primary"
                onClick={() =>
                  run({
                    title: "Hand in a delegation",
                    work: async (signer) => {
                      await relayDelegation(delegationContract(network, signed), signer, signed);
                      return "The delegation is in force.";
                    },
                    onDone: clear,
                  })
                }
              >
                Hand it in
              </button>
            </p>
          </>
        )}
      </FileInput>
    </Card>
  );
}
