import { useSyncExternalStore } from "react";

/** Clocks that differ by less than this, in seconds, are taken to be right. */
const DRIFT = 120;

let offset = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const machine = () => Math.floor(Date.now() / 1000);

/** Sets the clock by the time of the newest block, in seconds: a local chain may be far ahead of this machine. */
export function setChainTime(time: number): void {
  const difference = time - machine();
  offset = Math.abs(difference) < DRIFT ? 0 : difference;
  tick();
}

/** The time on the chain, in seconds. */
export const chainTime = (): number => machine() + offset;

function tick(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time on the chain in seconds, renewed every `step` seconds. */
export function useNow(step = 1): number {
  return useSyncExternalStore(subscribe, () => Math.floor(chainTime() / step) * step);
}
