import type { Artifact, ArtifactResolver } from "@nomicfoundation/ignition-core";
import { Interface, type JsonFragment } from "ethers";

/** Where compiled contracts are read: Hardhat's environment, or the files of a package. */
export interface Compiled {
  readonly artifacts: { readArtifact(name: string): Promise<Artifact> };
}

/**
 * The compiled contracts, for Ignition. It would keep the compiler's whole input and output with every step, megabytes of
 * it, to publish sources later: that is asked of Hardhat instead. It parses an ABI anew several times a step, unless it is
 * parsed already; what it writes down is the ABI as it was.
 */
export function artifactsOf({ artifacts }: Compiled): ArtifactResolver {
  const known = new Map<string, Promise<Artifact>>();
  const parsed = async (name: string): Promise<Artifact> => {
    const artifact = await artifacts.readArtifact(name);
    const abi = artifact.abi as JsonFragment[];
    const { fragments } = new Interface(abi);
    return { ...artifact, abi: Object.assign([...fragments], { toJSON: () => abi }) };
  };
  return {
    loadArtifact: (name) => {
      const artifact = known.get(name) ?? parsed(name);
      known.set(name, artifact);
      return artifact;
    },
    getBuildInfo: () => Promise.resolve(undefined),
  };
}
