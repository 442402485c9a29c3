import { money, who } from "../calls/phrases";
import { DAY } from "../format";
import type { History, Moment } from "../history/types";
import type { Network } from "../network";
import { when } from "../notices/text";
import type { Notice, Noticing, Words } from "../notices/types";
import { drawsOf, type HistoricCase, type HistoricDraw, type HistoricPayment } from "./history";
import { LARGEST } from "./limits";
import { PAYMENT_CHOICES, rulingText } from "./phases";

/** Payments that can be disputed, and the life of each case, as parties, jurors and voters want to hear of it. */
export const noticing: Noticing = {
  notices: (network, history) => [
    ...[...history.court.payments.values()].flatMap((payment) => waitOf(network, payment)),
    ...[...history.court.cases.values()].flatMap((each) => lifeOf(network, history, each)),
  ],
};

/** How long before the end of its time an appeal is called for; a shorter time has no reminder. */
const LAST_CALL = DAY;

function waitOf(network: Network, payment: HistoricPayment): Notice[] {
  const { id, budgetId, payee, token, amount, waiting, ended, returned } = payment;
  const notice = noticeFor(`court/payment/${id}`);
  return [
    notice(
      "waiting",
      waiting,
      async () => ({
        title: `Payment ${id} waits: ${await money(network, token, amount)}`,
        text: `To ${who(network, payee)}, out of budget ${budgetId}. Whoever disagrees can dispute it until ${when(waiting.until)}.`,
      }),
      waiting.until,
    ),
    ...(ended
      ? [
          notice(returned ? "returned" : "paid", ended, () => ({
            title: `Payment ${id} ${returned ? "went back to its budget" : "is made"}`,
            text: `It was to ${who(network, payee)}, out of budget ${budgetId}.`,
          })),
        ]
      : []),
  ];
}

function lifeOf(network: Network, history: History, each: HistoricCase): Notice[] {
  const { id, arbitrable, payer, opened, referred, decided, byVote, ruling } = each;
  const draws = drawsOf(history.court, id);
  const payment = paymentOf(network, history, each);
  const about = payment
    ? `payment ${payment.id} is disputed`
    : `${who(network, arbitrable)} asks for a ruling`;
  const parties = payment
    ? `${who(network, payer)} disputes the payment to ${who(network, payment.payee)}: ${PAYMENT_CHOICES}.`
    : `Brought by ${who(network, payer)}.`;
  const notice = noticeFor(`court/case/${id}`);
  const [first] = draws;
  const benchRuling = draws
    .map((draw) => draw.ruling)
    .filter((each) => each !== undefined)
    .at(-1);
  return [
    notice(
      "opened",
      opened,
      () => ({
        title: `Case ${id} is open: ${about}`,
        text: first
          ? `${parties} Anybody can bring evidence forward until ${when(first.opened.evidence)}.`
          : `${parties} It goes to the voters at once.`,
      }),
      first?.opened.evidence,
    ),
    ...draws.flatMap((draw, place) => [
      ...(place > 0 ? [drawnAgain(network, draw, draws[place - 1]!)] : []),
      ...benchOf(history, each, draw, draws[place + 1]?.opened ?? referred),
    ]),
    ...(referred
      ? [
          notice(
            "referred",
            referred,
            () => ({
              title: `Case ${id} is the voters' to rule`,
              text: `${referred.by === undefined ? "No bench can rule it." : `${who(network, referred.by)} has asked for that.`} A proposal of the type COURT that calls JurorCourt.overrule rules it until ${when(referred.until)}. If none does: ${rulingText(benchRuling ?? 0n)}.`,
            }),
            referred.until,
          ),
        ]
      : []),
    ...(decided
      ? [
          notice("decided", decided, () => ({
            title: `Case ${id} is decided: ${rulingText(ruling ?? 0n)}`,
            text: `${byVote ? "A vote has ruled." : "Its last period is over."} About: ${about}.`,
          })),
        ]
      : []),
  ];
}

/** What jurors, and whoever disagrees with them, hear of one draw. @param answered When it was appealed or referred. */
function benchOf(
  { court: { terms }, head: { time: now } }: History,
  { id, terms: number }: HistoricCase,
  { draw, size, drawn, seats, ruling, ruled }: HistoricDraw,
  answered: Moment | undefined,
): Notice[] {
  const notice = noticeFor(`court/case/${id}/draw/${draw}`);
  const { seating, commit, reveal } = terms.get(number)!;
  const [voting, revealing, counting] = drawn
    ? [drawn.time + seating, drawn.time + seating + commit, drawn.time + seating + commit + reveal]
    : [Infinity, Infinity, Infinity];
  const isSeated = seats.length > 0;
  const lastCall = ruled && ruled.until - ruled.time >= 2 * LAST_CALL ? ruled.until - LAST_CALL : Infinity;
  const way =
    size === LARGEST ? "ask for a vote, with a bond of one unit," : "appeal, which draws a larger bench,";
  return [
    ...(isSeated && now >= voting
      ? [
          notice(
            "voting",
            voting,
            () => ({
              title: `The jurors of case ${id} vote`,
              text: `In secret until ${when(revealing)}; whoever does not loses a slice. They are ${[...new Set(seats.map(({ juror }) => juror))].join(", ")}.`,
            }),
            revealing,
          ),
        ]
      : []),
    ...(isSeated && now >= revealing
      ? [
          notice(
            "revealing",
            revealing,
            () => ({
              title: `The jurors of case ${id} reveal their votes`,
              text: `Until ${when(counting)}; whoever does not loses a slice.`,
            }),
            counting,
          ),
        ]
      : []),
    ...(ruled
      ? [
          notice(
            "ruled",
            ruled,
            () => ({
              title: `The bench of ${size} rules in case ${id}: ${rulingText(ruling!)}`,
              text: `Whoever disagrees can ${way} until ${when(ruled.until)}.`,
            }),
            ruled.until,
          ),
        ]
      : []),
    ...(ruled && !answered && now >= lastCall
      ? [
          notice(
            "appealing",
            lastCall,
            () => ({
              title: `The ruling in case ${id} can be appealed for one more day: ${rulingText(ruling!)}`,
              text: `Whoever disagrees can ${way} until ${when(ruled.until)}.`,
            }),
            ruled.until,
          ),
        ]
      : []),
  ];
}

function drawnAgain(
  network: Network,
  { caseId, draw, size, opened }: HistoricDraw,
  before: HistoricDraw,
): Notice {
  const words: Words =
    before.ruling === undefined
      ? {
          title: `The bench of case ${caseId} is drawn once more`,
          text: "No ruling had more than half of all its seats.",
        }
      : {
          title: `Case ${caseId} goes to a bench of ${size}`,
          text: `${who(network, opened.payer)} has appealed.`,
        };
  return noticeFor(`court/case/${caseId}/draw/${draw}`)("drawing", opened, () => words);
}

/** The payment that a case is about, if it is about one. */
function paymentOf(
  { addresses: { JurorCourt, DisputedBudgets } }: Network,
  { court: { payments, disputes } }: History,
  { id, arbitrable }: HistoricCase,
): HistoricPayment | undefined {
  if (arbitrable !== DisputedBudgets) return undefined;
  return [...payments.values()].find(({ disputed }) => {
    const dispute = disputed && disputes.get(disputed.disputeId);
    return dispute !== undefined && dispute.arbitrator === JurorCourt && dispute.arbitratorId === id;
  });
}

/** Makes notices about one thing. */
const noticeFor =
  (thing: string) =>
  (kind: string, at: Moment | number, say: Notice["say"], until?: number): Notice => ({
    ...{ key: `${thing}/${kind}`, kind, say },
    ...(typeof at === "number" ? { time: at } : { time: at.time, transaction: at.transaction }),
    ...(until !== undefined && { until }),
  });
