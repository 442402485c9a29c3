const WEEK = 7 * 24 * 60 * 60;

interface Point {
  bias: bigint;
  slope: bigint;
  time: number;
}

interface Lock {
  amount: bigint;
  end: number;
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const lastUntil = (points: Point[], time: number): Point | undefined =>
  points.filter((point) => point.time <= time).at(-1);

/**
 * Vote-escrow as Curve published it (VotingEscrow.vy): one lock an account; a slope of amount / MAXTIME in whole base
 * units a second; a global point that is carried week by week, with the slopes that end in each. Written from that
 * description for comparison, with MAXTIME as a parameter.
 */
export class CurveReference {
  readonly #maxTime: number;
  readonly #locks = new Map<string, Lock>();
  readonly #users = new Map<string, Point[]>();
  readonly #slopeChanges = new Map<number, bigint>();
  readonly #history: Point[] = [];

  constructor(maxTime: number, now: number) {
    this.#maxTime = maxTime;
    this.#history.push({ bias: 0n, slope: 0n, time: now });
  }

  lockOf(account: string): Lock {
    return this.#locks.get(account) ?? { amount: 0n, end: 0 };
  }

  createLock(account: string, amount: bigint, unlockTime: number, now: number): void {
    this.#set(account, { amount, end: Math.floor(unlockTime / WEEK) * WEEK }, now);
  }

  increaseAmount(account: string, amount: bigint, now: number): void {
    const lock = this.lockOf(account);
    this.#set(account, { ...lock, amount: lock.amount + amount }, now);
  }

  increaseUnlockTime(account: string, unlockTime: number, now: number): void {
    this.#set(account, { ...this.lockOf(account), end: Math.floor(unlockTime / WEEK) * WEEK }, now);
  }

  withdraw(account: string, now: number): void {
    this.#set(account, { amount: 0n, end: 0 }, now);
  }

  balanceOfAt(account: string, time: number): bigint {
    const point = lastUntil(this.#users.get(account) ?? [], time);
    return point ? max(0n, point.bias - point.slope * BigInt(time - point.time)) : 0n;
  }

  totalSupplyAt(time: number): bigint {
    const point = lastUntil(this.#history, time);
    return point ? this.#carry(point, time).bias : 0n;
  }

  #set(account: string, lock: Lock, now: number): void {
    const before = this.#point(this.lockOf(account), now);
    const after = this.#point(lock, now);
    const last = this.#carry(this.#history.at(-1)!, now);
    const slope = max(0n, last.slope + after.slope - before.slope);
    const bias = max(0n, last.bias + after.bias - before.bias);
    this.#history.push({ bias, slope, time: now });

    const old = this.lockOf(account);
    if (old.end > now) this.#addSlopeChange(old.end, -before.slope);
    if (lock.end > now) this.#addSlopeChange(lock.end, after.slope);
    this.#locks.set(account, lock);
    this.#users.set(account, [...(this.#users.get(account) ?? []), after]);
  }

  #point({ amount, end }: Lock, now: number): Point {
    if (end <= now || amount === 0n) return { bias: 0n, slope: 0n, time: now };
    const slope = amount / BigInt(this.#maxTime);
    return { bias: slope * BigInt(end - now), slope, time: now };
  }

  #addSlopeChange(end: number, slope: bigint): void {
    this.#slopeChanges.set(end, (this.#slopeChanges.get(end) ?? 0n) + slope);
  }

  #carry({ bias, slope, time }: Point, now: number): Point {
    for (let week = Math.floor(time / WEEK) * WEEK + WEEK; time < now; week += WEEK) {
      const until = Math.min(week, now);
      bias = max(0n, bias - slope * BigInt(until - time));
      if (until === week) slope -= this.#slopeChanges.get(week) ?? 0n;
      time = until;
    }
    return { bias, slope, time };
  }
}
