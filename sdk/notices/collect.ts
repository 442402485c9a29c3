import type { History } from "../history/types";
import type { Network } from "../network";
import { cut } from "./text";
import type { CalendarEntry } from "./calendar";
import type { Appointment, Message, Notice } from "./types";

/** The most characters of a title and of a text: the rest of a stranger's words is cut off. */
const MAX_TITLE = 200;
const MAX_TEXT = 800;

/** Everything in a history that a network's domains report, the oldest first. */
export async function noticesOf(network: Network, history: History): Promise<Notice[]> {
  const each = await Promise.all(
    network.domains.map(async ({ notices }) => (await notices?.())?.noticing.notices(network, history) ?? []),
  );
  return each.flat().sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1));
}

/** What stands in a network's calendar from a time on (seconds), the earliest first. */
export async function appointmentsOf(
  network: Network,
  history: History,
  from: number,
): Promise<Appointment[]> {
  const each = await Promise.all(
    network.domains.map(
      async ({ notices }) => (await (await notices?.())?.noticing.appointments?.(network, history)) ?? [],
    ),
  );
  return each
    .flat()
    .filter(({ at }) => at >= from)
    .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** An appointment in words, bounded. */
export async function entryOf(
  { key, kind, at, known, say }: Appointment,
  { chainId, governor }: { chainId: number; governor: string },
): Promise<CalendarEntry> {
  const { title, text } = await say();
  return {
    uid: `${key.replaceAll("/", "-")}@${governor.toLowerCase()}.${chainId}.polity`,
    ...{ kind, at, known, title: cut(title, MAX_TITLE), text: cut(text, MAX_TEXT) },
  };
}

/** A notice in words, bounded. */
export async function messageOf(
  { key, kind, time, transaction, say }: Notice,
  { name, chainId, governor }: { name: string; chainId: number; governor: string },
): Promise<Message> {
  const { title, text } = await say();
  return {
    id: `urn:polity:${chainId}:${governor.toLowerCase()}:${key}`,
    network: cut(name, MAX_TITLE),
    ...{ kind, time, title: cut(title, MAX_TITLE), text: cut(text, MAX_TEXT) },
    ...(transaction !== undefined && { transaction }),
  };
}
