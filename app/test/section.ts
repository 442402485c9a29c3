import { useEffect, useRef, useState } from "react";

import { explain } from "@polity/sdk/errors";

/** For tests of a section: the chain, read at once, and again for another key alone. New blocks are the shell's matter. */
export const fakeChain = (networkOf: () => unknown) => ({
  useChain(key: readonly unknown[], read: (network: unknown) => Promise<unknown>) {
    const [state, setState] = useState<{ data?: unknown; error?: unknown }>({});
    const asked = key.join();
    const reading = useRef(read);
    useEffect(() => {
      reading.current = read;
    });
    useEffect(
      () =>
        void reading.current(networkOf()).then(
          (data) => setState({ data }),
          (error: unknown) => setState({ error }),
        ),
      [asked],
    );
    return { ...state, isSuccess: "data" in state };
  },
});

/** For tests of a section: actions that a signer carries out at once. `tell` gets each title with what came of it, or why not. */
export const fakeActions = (signerOf: () => unknown, tell: (outcome: string) => void) => ({
  useActions: () => ({
    run: ({ title, work }: { title: string; work: (signer: unknown) => Promise<string> }) =>
      void work(signerOf()).then(
        (outcome) => tell(`${title}: ${outcome}`),
        (error: unknown) => tell(`${title}: ${explain(error)}`),
      ),
  }),
});
