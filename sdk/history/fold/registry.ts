import type { ProtocolRegistry } from "../../../typechain-types/contracts/protocol/ProtocolRegistry";
import { textOf } from "../../events/decode";
import {
  decodeKey,
  decodeParameter,
  formatParameter,
  PARAMETER_KINDS,
  type ParameterKind,
} from "../../nep/parameters";
import type { EventFolds } from "../event";

export const foldRegistry: EventFolds<ProtocolRegistry> = {
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
    const { versionId, namespace, major, minor, patch, impact, backwardCompatible, specHash, specURI } = args;
    state.versions.push({
      ...moment,
      id: Number(versionId),
      semver: `${major}.${minor}.${patch}`,
      namespace: decodeKey(namespace),
      impact: {
        trainingEfficiencyBps: impact.trainingEfficiencyBps,
        trainingRewardBps: impact.trainingRewardBps,
        netEarningsChangeBps: impact.netEarningsChangeBps,
      },
      ...{ backwardCompatible, specHash, specURI: textOf(specURI) },
    });
  },

  RolledBack({ state: { versions } }, { versionId, restores }) {
    const [version, restored] = [versions[Number(versionId) - 1]!, versions[Number(restores) - 1]!];
    version.restores = restored.id;
    // The event leaves it out.
    version.specURI = restored.specURI;
  },
};

function wordsOf(kind: ParameterKind, word: string): string {
  return formatParameter(decodeParameter(kind, word));
}
