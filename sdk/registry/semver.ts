/** The namespace whose upgrades raise the patch alone. */
const EMERGENCY = "emerg";

/** By semantic versioning, as the registry counts. */
export function nextVersion(version: string, compatible: boolean, namespace: string): string {
  if (namespace === EMERGENCY) return nextPatch(version);
  const [major, minor] = version.split(".").map(Number) as [number, number, number];
  return compatible ? `${major}.${minor + 1}.0` : `${major + 1}.0.0`;
}

/** After a rollback. */
export function nextPatch(version: string): string {
  const [major, minor, patch] = version.split(".").map(Number) as [number, number, number];
  return `${major}.${minor}.${patch + 1}`;
}
