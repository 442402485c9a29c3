import { impersonateAccount, loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { makeError, Signature, ZeroAddress, type Signer } from "ethers";
import { ethers } from "hardhat";

import {
  allowLocker,
  delegate,
  extend,
  increase,
  lock,
  makePermanent,
  merge,
  parseSignedDelegation,
  PERMANENT,
  type PolityError,
  readAccount,
  relayDelegation,
  send,
  signDelegation,
  startDecay,
  WEEK,
  withdraw,
  type SignedDelegation,
} from "@polity/sdk";
import { deployEscrow, ONE, WEALTH } from "../helpers/escrow";
import { fails } from "../helpers/fails";
import { formsOf } from "../helpers/signatures";

async function four() {
  return deployEscrow(4);
}
const fixture = () => loadFixture(four);
async function permanentOnly() {
  return deployEscrow(4, true);
}

/** The signer, with a wallet that answers a request to sign with an error. */
function wallet<S extends Signer>(signer: S, error: Error): S {
  return new Proxy(signer, {
    get: (target, name) =>
      name === "signTypedData" ? () => Promise.reject(error) : (Reflect.get(target, name, target) as unknown),
  });
}

/** The signer, with a wallet that must not be asked for anything: what is refused is refused before. */
function idle<S extends Signer>(signer: S): S {
  const refuse = (name: string) => () => Promise.reject(new Error(`the wallet was asked: ${name}`));
  return new Proxy(signer, {
    get: (target, name) =>
      typeof name === "string" && /^(estimateGas|sendTransaction|signTypedData)$/.test(name)
        ? refuse(name)
        : (Reflect.get(target, name, target) as unknown),
  });
}

describe("Locking with the SDK", () => {
  describe("lock", () => {
    it("locks in one transaction with a signed permit, and leaves no allowance", async () => {
      const { escrow, token, ada, week } = await fixture();
      const before = await ada.getNonce();
      const result = await lock(escrow, ada, { amount: 10n * ONE, unlockTime: week(3) + 86_400 });
      expect([result.id, result.unlockTime, result.approval]).to.deep.equal([0, week(3), undefined]);
      expect(await ada.getNonce()).to.equal(before + 1);
      expect(await token.allowance(ada, escrow)).to.equal(0n);
      const { locks } = await readAccount(escrow, ada.address);
      expect(locks).to.deep.equal([{ id: 0, amount: 10n * ONE, unlockTime: week(3) }]);
    });

    it("locks for good, and numbers the locks", async () => {
      const { escrow, ada } = await fixture();
      await lock(escrow, ada, { amount: ONE, unlockTime: PERMANENT });
      const { id, unlockTime } = await lock(escrow, ada, { amount: 2n * ONE, unlockTime: PERMANENT });
      expect([id, unlockTime]).to.deep.equal([1, PERMANENT]);
      expect(await escrow.getVotes(ada)).to.equal(3n * ONE);
    });

    it("approves exactly the amount when that is asked for", async () => {
      const { escrow, token, ada, week } = await fixture();
      const { approval } = await lock(escrow, ada, { amount: ONE, unlockTime: week(2), payment: "approve" });
      const [approved] = await token.queryFilter(token.filters.Approval(ada.address), approval!.blockNumber);
      expect(approved!.args.value).to.equal(ONE);
      expect(await token.allowance(ada, escrow)).to.equal(0n);
    });

    it("approves when the wallet cannot sign a permit, and when the account is a contract", async () => {
      const { escrow, token, ada, week } = await fixture();
      const blind = wallet(ada, makeError("no", "UNSUPPORTED_OPERATION", { operation: "signTypedData" }));
      expect((await lock(escrow, blind, { amount: ONE, unlockTime: week(2) })).approval).not.to.equal(
        undefined,
      );

      const safe = await token.getAddress();
      await impersonateAccount(safe);
      await setBalance(safe, ONE);
      await token.connect(ada).transfer(safe, ONE);
      const signer = await ethers.getSigner(safe);
      expect((await lock(escrow, signer, { amount: ONE, unlockTime: week(2) })).approval).not.to.equal(
        undefined,
      );
    });

    it("asks for no signature when the allowance is there", async () => {
      const { escrow, token, ada, week } = await fixture();
      await token.connect(ada).approve(escrow, ONE);
      const locked = wallet(ada, new Error("asked to sign"));
      expect((await lock(escrow, locked, { amount: ONE, unlockTime: week(2) })).id).to.equal(0);
    });

    it("locks for another account that allows it, until it does no longer", async () => {
      const { escrow, ada, ben, week } = await fixture();
      const parameters = { amount: ONE, unlockTime: week(2), account: ben.address };
      const refused = new RegExp(`${ben.address} does not let ${ada.address} create locks`);
      await fails(lock(escrow, idle(ada), parameters), refused);
      await allowLocker(escrow, ben, { locker: ada.address });
      await lock(escrow, ada, parameters);
      expect((await readAccount(escrow, ben.address)).locked).to.equal(ONE);
      await allowLocker(escrow, ben, { locker: ada.address, allowed: false });
      await fails(lock(escrow, idle(ada), parameters), refused);
    });

    it("says that the wallet declined, and sends nothing", async () => {
      const { escrow, ada, week } = await fixture();
      const nonce = await ada.getNonce();
      const info = { action: "signTypedData", reason: "rejected" } as const;
      const shy = wallet(ada, makeError("no", "ACTION_REJECTED", info));
      await fails(lock(escrow, shy, { amount: ONE, unlockTime: week(2) }), /^the wallet declined$/);
      expect(await ada.getNonce()).to.equal(nonce);
    });

    it("refuses what the escrow would refuse, with the date or amount that would do", async () => {
      const { escrow, ada, week } = await fixture();
      const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
      const cases: [amount: bigint, unlockTime: number, message: RegExp, hint: RegExp][] = [
        [ONE - 1n, week(2), /^0\.9{18} tokens are too few to lock$/, /^lock at least 1$/],
        [WEALTH + 1n, week(2), /has 1000 unlocked tokens, and 1000\.0{17}1 are needed/, /take less/],
        [
          ONE,
          week(1) - 1,
          new RegExp(
            `end at ${day(week(0))}T00:00:00Z, the beginning of the week of ${day(week(1) - 1)}T23:59:59Z: that is past`,
          ),
          new RegExp(`earliest end is ${day(week(1))}`),
        ],
        [ONE, week(0), new RegExp(`end at ${day(week(0))}T00:00:00Z: that is past`), /earliest/],
        [ONE, week(5), /more than 4 weeks away/, new RegExp(`latest end is ${day(week(4))}`)],
        [ONE, 1.5, /1\.5 is no time/, /whole seconds/],
      ];
      const nonce = await ada.getNonce();
      for (const [amount, unlockTime, message, hint] of cases) {
        const error = await lock(escrow, idle(ada), { amount, unlockTime }).then(
          () => undefined,
          (thrown: unknown) => thrown as PolityError,
        );
        expect(error?.message).to.match(message);
        expect(error?.hint).to.match(hint);
      }
      expect(await ada.getNonce()).to.equal(nonce);
      expect((await lock(escrow, ada, { amount: WEALTH, unlockTime: week(5) - 1 })).unlockTime).to.equal(
        week(4),
      );
    });

    it("refuses a 17th lock", async () => {
      const { escrow, token, ada } = await fixture();
      await token.connect(ada).approve(escrow, WEALTH);
      for (let i = 0; i < 16; i++) await escrow.connect(ada).createPermanentLock(ONE);
      await fails(lock(escrow, idle(ada), { amount: ONE, unlockTime: PERMANENT }), /has 16 locks/);
    });
  });

  describe("a lock that there is", () => {
    /** Lock 0 ends next week, lock 1 in three, lock 2 never. */
    async function three() {
      const all = await fixture();
      const { escrow, ada, week } = all;
      for (const unlockTime of [week(1), week(3), PERMANENT])
        await lock(escrow, ada, { amount: ONE, unlockTime });
      const expire = () => time.increaseTo(week(1));
      const locks = async () => (await readAccount(escrow, ada.address)).locks;
      return { ...all, expire, locks };
    }

    it("takes more, from its owner any amount and from others the least there is", async () => {
      const { escrow, ada, ben, locks } = await three();
      expect((await increase(escrow, ada, { id: 0, amount: 1n })).amount).to.equal(ONE + 1n);
      await increase(escrow, ben, { id: 2, amount: ONE, account: ada.address });
      expect((await locks()).map(({ amount }) => amount)).to.deep.equal([ONE + 1n, ONE, 2n * ONE]);
    });

    it("takes no dust from others, nothing from nobody, and no more than there is", async () => {
      const { escrow, ada, ben } = await three();
      await fails(
        increase(escrow, idle(ben), { id: 2, amount: ONE - 1n, account: ada.address }),
        /too few to add/,
      );
      await fails(increase(escrow, idle(ada), { id: 2, amount: 0n }), /0 tokens are too few to add/);
      await fails(increase(escrow, idle(ada), { id: 2, amount: WEALTH }), /has 997 unlocked tokens/);
    });

    it("moves to a later week only, within the longest time", async () => {
      const { escrow, ada, week, locks } = await three();
      expect((await extend(escrow, ada, { id: 0, unlockTime: week(2) + 5 })).unlockTime).to.equal(week(2));
      expect((await locks())[0]!.unlockTime).to.equal(week(2));
      await fails(
        extend(escrow, idle(ada), { id: 0, unlockTime: week(3) - 1 }),
        /lock 0 ends at .* already, not before/,
      );
      await fails(extend(escrow, idle(ada), { id: 0, unlockTime: week(5) }), /more than 4 weeks away/);
      await fails(extend(escrow, idle(ada), { id: 2, unlockTime: week(3) }), /lock 2 is permanent/);
    });

    it("becomes permanent, and decays from then on when it is told to", async () => {
      const { escrow, ada, week, locks } = await three();
      expect((await makePermanent(escrow, ada, { id: 0 })).unlockTime).to.equal(PERMANENT);
      await fails(makePermanent(escrow, idle(ada), { id: 0 }), /lock 0 is permanent already/);
      expect((await startDecay(escrow, ada, { id: 0 })).unlockTime).to.equal(week(4));
      expect((await locks())[0]!.unlockTime).to.equal(week(4));
      await fails(startDecay(escrow, idle(ada), { id: 0 }), /lock 0 decays already, until/);
    });

    it("merges into another, and the later end stays", async () => {
      const { escrow, ada, week, expire, locks } = await three();
      const later = await merge(escrow, ada, { from: 1, to: 0 });
      expect([later.amount, later.unlockTime]).to.deep.equal([2n * ONE, week(3)]);
      const forever = await merge(escrow, ada, { from: 0, to: 2 });
      expect([forever.amount, forever.unlockTime]).to.deep.equal([3n * ONE, PERMANENT]);
      expect(await locks()).to.deep.equal([{ id: 2, amount: 3n * ONE, unlockTime: PERMANENT }]);
      await fails(merge(escrow, idle(ada), { from: 2, to: 2 }), /lock 2 cannot be merged with itself/);
      await fails(merge(escrow, idle(ada), { from: 1, to: 2 }), /has no lock 1/);
      await lock(escrow, ada, { amount: ONE, unlockTime: week(1) });
      await expire();
      await fails(merge(escrow, idle(ada), { from: 2, to: 0 }), /lock 0 ended at/);
      expect((await merge(escrow, ada, { from: 0, to: 2 })).amount).to.equal(4n * ONE);
    });

    it("is withdrawn once it has ended, and not before", async () => {
      const { escrow, token, ada, expire, locks, week } = await three();
      await fails(withdraw(escrow, idle(ada), { id: 2 }), /lock 2 is permanent/);
      await fails(withdraw(escrow, idle(ada), { id: 7 }), /has no lock 7/);
      await time.increaseTo(week(1) - 10);
      await fails(withdraw(escrow, idle(ada), { id: 0 }), /lock 0 ends at/);
      await expire();
      expect((await withdraw(escrow, ada, { id: 0 })).amount).to.equal(ONE);
      expect(await token.balanceOf(ada)).to.equal(WEALTH - 2n * ONE);
      expect((await locks()).map(({ id }) => id)).to.deep.equal([1, 2]);
    });

    it("can only be withdrawn or merged away once it has ended", async () => {
      const { escrow, ada, expire, week } = await three();
      await expire();
      for (const attempt of [
        () => increase(escrow, idle(ada), { id: 0, amount: ONE }),
        () => extend(escrow, idle(ada), { id: 0, unlockTime: week(3) }),
        () => makePermanent(escrow, idle(ada), { id: 0 }),
        () => startDecay(escrow, idle(ada), { id: 0 }),
      ])
        await fails(attempt(), /^lock 0 ended at/);
    });

    it("says that an account without locks has none", async () => {
      const { escrow, ben } = await three();
      const error = await withdraw(escrow, ben, { id: 0 }).catch(
        (thrown: unknown) => thrown as { hint: string },
      );
      expect((error as { hint: string }).hint).to.equal("it has none: create one first");
    });
  });

  describe("where every lock begins permanent", () => {
    it("refuses an end before the wallet is asked, and says what to do instead", async () => {
      const { escrow, ada, ben, week } = await loadFixture(permanentOnly);
      await fails(
        lock(escrow, idle(ada), { amount: ONE, unlockTime: week(2) }),
        /^a lock cannot be given an end: here every lock begins permanent/,
      );
      await lock(escrow, ada, { amount: ONE, unlockTime: PERMANENT });
      await increase(escrow, ben, { id: 0, amount: ONE, account: ada.address });
      const holder = await readAccount(escrow, ada.address);
      expect([holder.permanentOnly, holder.power, holder.votes]).to.deep.equal([true, 2n * ONE, 2n * ONE]);
      await fails(extend(escrow, idle(ada), { id: 0, unlockTime: week(9) }), /^lock 0 is permanent$/);

      await startDecay(escrow, ada, { id: 0 });
      const refused: [() => Promise<unknown>, RegExp][] = [
        [
          () => extend(escrow, idle(ada), { id: 0, unlockTime: week(9) }),
          /^the end of lock 0 cannot be moved/,
        ],
        [
          () => increase(escrow, idle(ada), { id: 0, amount: ONE }),
          /^lock 0 takes no more tokens while it decays/,
        ],
        [
          () => increase(escrow, idle(ben), { id: 0, amount: ONE, account: ada.address }),
          /^lock 0 takes no more tokens while it decays/,
        ],
      ];
      for (const [call, sentence] of refused) await fails(call(), sentence);
      const again = await startDecay(escrow, idle(ada), { id: 0 }).catch((error: unknown) => error);
      expect(again).to.have.property("hint", "make it permanent to keep its votes");
      await makePermanent(escrow, ada, { id: 0 });
      await increase(escrow, ada, { id: 0, amount: ONE });
      expect(await escrow.getVotes(ada)).to.equal(3n * ONE);
    });

    it("explains the escrow's own refusal, too", async () => {
      const { escrow, ada, week } = await loadFixture(permanentOnly);
      const call = escrow.connect(ada).createLock.populateTransaction(ONE, week(2));
      await fails(send(ada, call), /^an end such as \S+ is not for locks of this escrow to choose/);
    });
  });

  describe("delegation", () => {
    async function locked() {
      const all = await fixture();
      await lock(all.escrow, all.ada, { amount: ONE, unlockTime: PERMANENT });
      const expiry = (await time.latest()) + 1_000;
      return { ...all, expiry };
    }

    it("gives the votes to another, back, and to nobody", async () => {
      const { escrow, ada, ben } = await locked();
      await delegate(escrow, ada, { to: ben.address });
      expect([await escrow.getVotes(ada), await escrow.getVotes(ben)]).to.deep.equal([0n, ONE]);
      await delegate(escrow, ada, { to: ZeroAddress });
      const { votes, power, totalPower, delegatee } = await readAccount(escrow, ada.address);
      expect([votes, power, totalPower, delegatee]).to.deep.equal([0n, ONE, ONE, ZeroAddress]);
    });

    it("is signed by one and sent by another, as JSON between them", async () => {
      const { escrow, ada, ben, cleo, expiry } = await locked();
      const signed = await signDelegation(escrow, ada, { to: ben.address, expiry });
      const relayed = parseSignedDelegation(JSON.stringify(signed));
      expect(relayed).to.deep.equal(signed);
      await relayDelegation(escrow, cleo, relayed);
      expect(await escrow.delegates(ada)).to.equal(ben.address);
      await fails(
        relayDelegation(escrow, idle(cleo), relayed),
        /has been used or replaced: it has nonce 0, next is 1/,
      );
    });

    it("is the same for tokens that vote while they are held, and one is never taken for the other", async () => {
      const { escrow, token, ada, ben, cleo, expiry } = await locked();
      await delegate(token, ada, { to: cleo.address });
      expect(await token.delegates(ada)).to.equal(cleo.address);
      const signed = await signDelegation(token, ada, { to: ben.address, expiry });
      expect(signed.contract).to.equal(await token.getAddress());
      await fails(relayDelegation(escrow, idle(cleo), signed), /is for 0x\w+ on chain 31337, and this is/);
      await relayDelegation(token, cleo, signed);
      expect([await token.delegates(ada), await escrow.delegates(ada)]).to.deep.equal([
        ben.address,
        ada.address,
      ]);
    });

    it("is refused when it is for elsewhere, expired, or not what was signed", async () => {
      const { escrow, ada, ben, cleo, expiry } = await locked();
      const signed = await signDelegation(escrow, ada, { to: ben.address, expiry });
      const changed: [Partial<SignedDelegation>, RegExp][] = [
        [{ chainId: 1 }, /is for 0x\w+ on chain 1, and this is 0x\w+ on chain 31337/],
        [{ contract: ben.address }, /is for 0x\w+ on chain 31337, and this is/],
        [{ delegatee: cleo.address }, new RegExp(`is not signed by ${ada.address}`)],
        [{ expiry: expiry + 1 }, /is not signed by/],
        [{ expiry: expiry - 2_000 }, /expired at/],
        [{ signature: `0x${"00".repeat(65)}` }, /the signature is malformed/],
      ];
      for (const [change, message] of changed) {
        await fails(relayDelegation(escrow, idle(cleo), { ...signed, ...change }), message);
      }
      await time.increaseTo(expiry + 1);
      await fails(relayDelegation(escrow, idle(cleo), signed), /expired at/);
    });

    it("is read in whatever form a file brings its signature", async () => {
      const { escrow, ada, ben, cleo, expiry } = await locked();
      const signed = await signDelegation(escrow, ada, { to: ben.address, expiry });
      for (const [form, signature] of Object.entries(formsOf(signed.signature))) {
        expect(parseSignedDelegation(JSON.stringify({ ...signed, signature })), form).to.deep.equal(signed);
      }
      const { compactSerialized: signature } = Signature.from(signed.signature);
      await relayDelegation(escrow, cleo, { ...signed, signature });
      expect(await escrow.delegates(ada)).to.equal(ben.address);
    });

    it("is refused with every problem when its JSON is none", () => {
      expect(() => parseSignedDelegation("{", "mail.json")).to.throw(/^mail\.json is not JSON$/);
      expect(() => parseSignedDelegation('{"chainId": "1", "signature": "0x12", "extra": 1}')).to.throw(
        /8 problems[^]*chainId: must be a whole number[^]*contract: is missing[^]*130 hex digits[^]*unknown field/,
      );
    });

    it("says that the wallet declined to sign", async () => {
      const { escrow, ada, ben, expiry } = await locked();
      const info = { action: "signTypedData", reason: "rejected" } as const;
      const shy = wallet(ada, makeError("no", "ACTION_REJECTED", info));
      await fails(signDelegation(escrow, shy, { to: ben.address, expiry }), /the wallet declined/);
    });
  });

  it("counts a week in the seconds of one", () => {
    expect(WEEK).to.equal(7 * 24 * 3_600);
  });
});
