import { Link } from "wouter";

import { Copy } from "../ui";
import { isPhone } from "./phone";

/** What can be done where no wallet has been found. */
export function NoWallet({ onLeave }: { onLeave: () => void }) {
  return (
    <div className="empty">
      {isPhone() ? (
        <p>
          This browser has no wallet. Open this page in the browser of your wallet’s app: copy its address{" "}
          <Copy text={location.href} what="the address of this page" /> and paste it there.
        </p>
      ) : (
        <p>
          No wallet has announced itself in this browser. Install one, or allow it on this page, then it
          appears here.
        </p>
      )}
      <p>
        Or take part without one here: a ballot or a delegation that you have signed on another device is a
        file. Whoever has the file can hand it in under{" "}
        <Link href="/files" onClick={onLeave}>
          Signed files
        </Link>{" "}
        and pays the gas.
      </p>
    </div>
  );
}
