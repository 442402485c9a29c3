import encodeQR from "qr";
import { useMemo } from "react";

import { Copy } from "../ui";
import { isPhone } from "./phone";

/** What a wallet app reads to find this page: a link on a phone, a code to scan from anywhere else. */
export function PairingCode({ offer, onBack }: { offer: string; onBack: () => void }) {
  const here = isPhone();
  return (
    <div className="pairing">
      {here ? (
        <>
          <p>Open your wallet app by this link. It asks you whether this page may see your account.</p>
          <p className="buttons">
            <a className="button primary" href={offer}>
              Open the wallet app
            </a>
          </p>
          <details>
            <summary>The wallet is on another device</summary>
            <Code offer={offer} />
          </details>
        </>
      ) : (
        <>
          <p>Scan this code with your wallet app. It asks you whether this page may see your account.</p>
          <Code offer={offer} />
        </>
      )}
      <p className="working" role="status">
        Waiting for the wallet app. This holds for five minutes.
      </p>
      <p className="buttons">
        <button type="button" onClick={onBack}>
          Back to the wallets
        </button>
      </p>
    </div>
  );
}

function Code({ offer }: { offer: string }) {
  return (
    <>
      <QrCode text={offer} />
      <p className="quiet">
        Or copy it as a text, and paste it where your wallet app connects to pages{" "}
        <Copy text={offer} what="the code as a text" />
      </p>
    </>
  );
}

/** Light around the code, which a camera needs to find it. */
const QUIET = 4;

/** Dark on light in every scheme: many cameras read nothing else. */
function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const rows = encodeQR(text, "raw", { border: QUIET, ecc: "low" });
    const cells = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: rows.length, path: cells.join("") };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="Code for a wallet app to scan">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
