import { textOf } from "../events/decode";
import { counted, differs } from "../history/complete";
import type { Historical, Moment } from "../history/types";
import {
  decodeKey,
  decodeParameter,
  formatParameter,
  PARAMETER_KINDS,
  type ParameterKind,
} from "../nep/parameters";
import type { contracts } from "./contracts";

export interface HistoricVersion extends Moment {
  id: number;
  /** `1.4.0` */
  semver: string;
  namespace: string;
  backwardCompatible: boolean;
  specHash: string;
  specURI: string;
  /** The version whose values it brought back, for a rollback. */
  restores?: number;
  /** The proposal whose execution activated it; absent for what the deployment set. */
  proposalId?: bigint;
}

export interface ParameterStep extends Moment {
  key: string;
  versionId: number;
  /** In the words of a NEP file; absent for its definition. */
  before?: string;
  after: string;
}

export interface RegistryHistory {
  versions: HistoricVersion[];
  /** What each version changed, and each parameter's first value. */
  parameters: ParameterStep[];
  /** How each parameter's 32 bytes are to be read. */
  kinds: Map<string, ParameterKind>;
}

export const history: Historical<typeof contracts, RegistryHistory> = {
  version: 2,
  initial: () => ({ versions: [], parameters: [], kinds: new Map() }),
  fold: {
    ProtocolRegistry: {
      ParameterDefined({ state }, { key: word, versionId, kind: number, value }, moment) {
        const [key, kind] = [decodeKey(word), PARAMETER_KINDS[Number(number) - 1]!];
        state.kinds.set(key, kind);
        state.parameters.push({ ...moment, key, versionId: Number(versionId), after: wordsOf(kind, value) });
      },

      ParameterChanged({ state }, { key: word, versionId, oldValue, newValue }, moment) {
        const key = decodeKey(word);
        const kind = state.kinds.get(key)!;
        const [before, after] = [wordsOf(kind, oldValue), wordsOf(kind, newValue)];
        state.parameters.push({ ...moment, key, versionId: Number(versionId), before, after });
      },

      VersionActivated({ state }, args, moment) {
        const { versionId, namespace, major, minor, patch, backwardCompatible, specHash, specURI } = args;
        state.versions.push({
          ...moment,
          id: Number(versionId),
          semver: `${major}.${minor}.${patch}`,
          namespace: decodeKey(namespace),
          ...{ backwardCompatible, specHash, specURI: textOf(specURI) },
        });
      },

      RolledBack({ state: { versions } }, { versionId, restores }) {
        const [version, restored] = [versions[Number(versionId) - 1]!, versions[Number(restores) - 1]!];
        version.restores = restored.id;
        // The event leaves it out.
        version.specURI = restored.specURI;
      },

      // Only the bounds and keys as they are now are shown: they are read from the chain.
      BoundsChanged: null,
      ParameterRetired: null,
    },
  },

  async findMissing({ registry }, { versions }, at) {
    const count = await counted(registry.versionCount(at));
    return differs(count, versions.length)
      ? `${count} versions, and events of ${versions.length}`
      : undefined;
  },
};

function wordsOf(kind: ParameterKind, word: string): string {
  return formatParameter(decodeParameter(kind, word));
}
