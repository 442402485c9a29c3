import { Copy } from "../../ui";

/** How the members of a Safe go on with what it was tried as: by a command for the council's, else with the call. */
export const Onward = ({ line, isCouncil }: { line: string; isCouncil: boolean }) => (
  <div className="notice good" role="status">
    <p>
      {isCouncil ? (
        <>
          This command writes the transaction of the council’s Safe and signs it; <code>council sign</code>{" "}
          goes on with the file.
        </>
      ) : (
        "This is the call that the Safe makes."
      )}
    </p>
    <pre tabIndex={0} aria-label="How the Safe goes on">
      {line}
    </pre>
    <Copy text={line} what="how the Safe goes on" />
  </div>
);

export const TRIED =
  "The Safe could do this now. It takes its members’ signatures: this page says how to go on.";
