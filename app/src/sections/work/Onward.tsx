import { Link } from "wouter";

import type { Network } from "@polity/sdk/deployment";
import { Copy } from "../../ui";
import type { Site } from "../../data/network";

/** A call that was tried as a Safe: where its members go on. */
export interface Tried {
  /** What came of it, in a sentence. */
  said: string;
  /** On the council's desk, under this nonce. */
  nonce?: number;
  /** Of another Safe: the call itself. */
  call?: string;
}

/** Hands on a call that was tried as the Safe that reviews: the council's lies on its desk then. */
export async function handOn(
  site: Site,
  reviewers: string,
  call: { to: string; data: string },
): Promise<Tried> {
  if (reviewers !== site.network.addresses.Council) {
    return {
      said: "The Safe could do this now. It takes its members’ signatures: this page shows the call.",
      call: `to ${call.to}\ndata ${call.data}`,
    };
  }
  const { layOnDesk } = await import("../council/desk/lay");
  const nonce = await layOnDesk(site, call);
  return { said: `It lies on the council’s desk, with nonce ${nonce}. Its members sign it there.`, nonce };
}

/** What the button says that begins it. */
export const tryWords = (network: Network, reviewers: string): string =>
  reviewers === network.addresses.Council ? "Put it on the council’s desk" : "Try it as the Safe";

/** How the members of a Safe go on. */
export const Onward = ({ tried: { nonce, call } }: { tried: Tried }) => (
  <div className="notice good" role="status">
    {call === undefined ? (
      <p>
        It lies on <Link href="/council/desk">the council’s desk</Link>, with nonce {nonce}. Sign it there,
        and pass it on to the other members.
      </p>
    ) : (
      <>
        <p>This is the call that the Safe makes.</p>
        <pre tabIndex={0} aria-label="How the Safe goes on">
          {call}
        </pre>
        <Copy text={call} what="how the Safe goes on" />
      </>
    )}
  </div>
);
