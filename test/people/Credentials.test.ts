import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { decodeBase64, encodeBytes32String, toUtf8String, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

const DAY = 86_400;
const TERM = 365 * DAY;
const [PERSON, AWARD] = [0, 1];
const EVIDENCE = encodeBytes32String("attestation 1");
const REASON = encodeBytes32String("moved away");

async function deployCredentials() {
  const [timelock, issuer, ada, ben, stranger] = await ethers.getSigners();
  const credentials = await ethers.deployContract("Credentials", [timelock!, []]);
  await credentials.openClass(encodeBytes32String("PERSON"), issuer!, TERM, true);
  await credentials.openClass(encodeBytes32String('A "B"'), issuer!, 10 * TERM, false);
  const people = { timelock: timelock!, issuer: issuer!, ada: ada!, ben: ben!, stranger: stranger! };
  const token = await credentials.tokenOf(PERSON, ada!);
  return { credentials, asIssuer: credentials.connect(issuer), token, ...people };
}

describe("Credentials", () => {
  const fixture = () => loadFixture(deployCredentials);

  it("need a timelock to obey", async () => {
    const { credentials } = await fixture();
    await expect(ethers.deployContract("Credentials", [ZeroAddress, []])).to.be.revertedWithCustomError(
      credentials,
      "Credentials_NoTimelock",
    );
  });

  describe("a class", () => {
    it("is there from the start where the deployment says so, numbered as it stands there", async () => {
      const { credentials, issuer, timelock } = await fixture();
      const named = (name: string, to: string) => [to, DAY, true, encodeBytes32String(name)] as const;
      const first = [named("PERSON", issuer.address), named("PARTNER", ZeroAddress)];
      const classes = first.map(([to, term, revocable, name]) => ({ issuer: to, term, revocable, name }));
      const other = await ethers.deployContract("Credentials", [timelock, classes]);
      for (const [kind, one] of first.entries()) {
        expect(await other.classOf(kind)).to.deep.equal(one);
        await expect(other.deploymentTransaction()).to.emit(other, "IssuerSet").withArgs(kind, one[0]);
      }
      expect(await other.classCount()).to.equal(2n);
      const brief = { ...classes[0]!, term: DAY - 1 };
      await expect(ethers.deployContract("Credentials", [timelock, [brief]]))
        .to.be.revertedWithCustomError(credentials, "Credentials_BadTerm")
        .withArgs(DAY - 1, DAY);
    });

    it("is the timelock's to open and to give to an issuer", async () => {
      const { credentials, issuer, ada, stranger } = await fixture();
      const name = encodeBytes32String("REVIEWER");
      expect(await credentials.openClass.staticCall(name, ada, DAY, false)).to.equal(2n);
      await expect(credentials.openClass(name, ada, DAY, false))
        .to.emit(credentials, "ClassOpened")
        .withArgs(2, name, DAY, false)
        .and.to.emit(credentials, "IssuerSet")
        .withArgs(2, ada.address);
      expect(await credentials.classOf(2)).to.deep.equal([ada.address, DAY, false, name]);
      expect(await credentials.classCount()).to.equal(3n);
      await expect(credentials.setIssuer(2, ZeroAddress))
        .to.emit(credentials, "IssuerSet")
        .withArgs(2, ZeroAddress);
      await expect(credentials.connect(ada).issue(2, ada, EVIDENCE))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotIssuer")
        .withArgs(2, ada.address);
      for (const call of [
        () => credentials.connect(stranger).openClass(name, stranger, DAY, false),
        () => credentials.connect(stranger).setIssuer(PERSON, stranger),
      ])
        await expect(call())
          .to.be.revertedWithCustomError(credentials, "Credentials_NotTimelock")
          .withArgs(stranger.address);
      expect((await credentials.classOf(PERSON)).issuer).to.equal(issuer.address);
    });

    it("has a term of a day at least, and there are sixteen at the most", async () => {
      const { credentials, issuer } = await fixture();
      await expect(credentials.openClass(ZeroHash, issuer, DAY - 1, false))
        .to.be.revertedWithCustomError(credentials, "Credentials_BadTerm")
        .withArgs(DAY - 1, DAY);
      for (let kind = 2; kind < 16; kind++) await credentials.openClass(ZeroHash, issuer, DAY, false);
      await expect(credentials.openClass(ZeroHash, issuer, DAY, false))
        .to.be.revertedWithCustomError(credentials, "Credentials_TooManyClasses")
        .withArgs(16);
    });

    it("that was never opened has no issuer, and nothing in it", async () => {
      const { credentials, asIssuer, ada } = await fixture();
      for (const call of [
        () => credentials.classOf(2),
        () => credentials.setIssuer(2, ada),
        () => asIssuer.issue(2, ada, EVIDENCE),
        () => credentials.revoke(2, ada, REASON),
      ])
        await expect(call())
          .to.be.revertedWithCustomError(credentials, "Credentials_UnknownClass")
          .withArgs(2, 2);
      expect(await credentials.hasAt(2, ada, await time.latest())).to.equal(false);
    });
  });

  describe("a credential", () => {
    it("is issued for a term, and lapses with it, without a transaction", async () => {
      const { credentials, asIssuer, ada, token } = await fixture();
      const start = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(start);
      await expect(asIssuer.issue(PERSON, ada, EVIDENCE))
        .to.emit(credentials, "Issued")
        .withArgs(PERSON, ada.address, start + TERM, EVIDENCE)
        .and.to.emit(credentials, "Transfer")
        .withArgs(ZeroAddress, ada.address, token)
        .and.to.emit(credentials, "Locked")
        .withArgs(token);
      expect(await credentials.untilOf(PERSON, ada)).to.equal(start + TERM);
      await time.increaseTo(start + TERM);
      for (const [at, held] of [
        [start - 1, false],
        [start, true],
        [start + TERM - 1, true],
        [start + TERM, false],
      ] as const) {
        expect(await credentials.hasAt(PERSON, ada, at), String(at - start)).to.equal(held);
        expect(await credentials.totalAt(PERSON, at)).to.equal(at < start ? 0n : 1n);
      }
      await expect(credentials.ownerOf(token))
        .to.be.revertedWithCustomError(credentials, "ERC721NonexistentToken")
        .withArgs(token);
    });

    it("is issued once, by the issuer, to somebody", async () => {
      const { credentials, asIssuer, ada, stranger } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      await expect(asIssuer.issue(PERSON, ada, EVIDENCE))
        .to.be.revertedWithCustomError(credentials, "Credentials_AlreadyHeld")
        .withArgs(PERSON, ada.address, await credentials.untilOf(PERSON, ada));
      await expect(asIssuer.issue(PERSON, ZeroAddress, EVIDENCE)).to.be.revertedWithCustomError(
        credentials,
        "Credentials_ZeroAccount",
      );
      await expect(credentials.connect(stranger).issue(PERSON, stranger, EVIDENCE))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotIssuer")
        .withArgs(PERSON, stranger.address);
    });

    it("is renewed for a whole term while it is valid", async () => {
      const { credentials, asIssuer, ada, ben, stranger } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      await time.increase(TERM / 2);
      const now = (await time.latest()) + 5;
      await time.setNextBlockTimestamp(now);
      await expect(asIssuer.renew(PERSON, ada))
        .to.emit(credentials, "Renewed")
        .withArgs(PERSON, ada.address, now + TERM);
      expect(await credentials.untilOf(PERSON, ada)).to.equal(now + TERM);
      expect(await credentials.totalAt(PERSON, now)).to.equal(1n);
      await expect(asIssuer.renew(PERSON, ben))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotHeld")
        .withArgs(PERSON, ben.address);
      await expect(credentials.connect(stranger).renew(PERSON, ada))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotIssuer")
        .withArgs(PERSON, stranger.address);
      await time.increaseTo(now + TERM);
      await expect(asIssuer.renew(PERSON, ada)).to.be.revertedWithCustomError(
        credentials,
        "Credentials_NotHeld",
      );
    });

    it("is revoked by the issuer where the class says so, and by the timelock everywhere", async () => {
      const { credentials, asIssuer, issuer, timelock, ada, stranger, token } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      await asIssuer.issue(AWARD, ada, EVIDENCE);
      await expect(credentials.connect(stranger).revoke(PERSON, ada, REASON))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotIssuer")
        .withArgs(PERSON, stranger.address);
      await expect(asIssuer.revoke(AWARD, ada, REASON))
        .to.be.revertedWithCustomError(credentials, "Credentials_Irrevocable")
        .withArgs(AWARD);
      await mine();
      const before = await time.latest();
      await expect(asIssuer.revoke(PERSON, ada, REASON))
        .to.emit(credentials, "Revoked")
        .withArgs(PERSON, ada.address, issuer.address, REASON)
        .and.to.emit(credentials, "Transfer")
        .withArgs(ada.address, ZeroAddress, token);
      await expect(credentials.revoke(AWARD, ada, REASON))
        .to.emit(credentials, "Revoked")
        .withArgs(AWARD, ada.address, timelock.address, REASON);
      const now = await time.latest();
      for (const kind of [PERSON, AWARD]) {
        expect(await credentials.hasAt(kind, ada, now)).to.equal(false);
        expect(await credentials.hasAt(kind, ada, before), "the past stays").to.equal(true);
        expect(await credentials.totalAt(kind, now)).to.equal(0n);
        expect(await credentials.totalAt(kind, before)).to.equal(1n);
        expect(await credentials.untilOf(kind, ada)).to.equal(0n);
      }
      await expect(asIssuer.revoke(PERSON, ada, REASON))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotHeld")
        .withArgs(PERSON, ada.address);
    });

    it("is known at every past second, however often it came and went", async () => {
      const { credentials, asIssuer, ada, ben } = await fixture();
      await asIssuer.issue(PERSON, ben, EVIDENCE);
      // As many changes as take all steps of the search, and then its halves.
      const changes: number[] = [];
      for (let i = 0; i < 120; ++i) {
        await time.increase(1 + (i % 3) * 10);
        await (i % 2 === 0 ? asIssuer.issue(AWARD, ada, EVIDENCE) : credentials.connect(ada).renounce(AWARD));
        changes.push(await time.latest());
      }
      await time.increase(1);
      for (const [i, at] of changes.entries()) {
        for (const [second, held] of [
          [at - 1, i % 2 === 1],
          [at, i % 2 === 0],
        ] as const) {
          expect(await credentials.hasAt(AWARD, ada, second), `change ${i}`).to.equal(held);
          expect(await credentials.totalAt(AWARD, second), `change ${i}`).to.equal(held ? 1n : 0n);
        }
      }
      expect(await credentials.hasAt(AWARD, ada, 1)).to.equal(false);
    });

    it("can be renounced by whoever has it, and issued again", async () => {
      const { credentials, asIssuer, ada, ben } = await fixture();
      await asIssuer.issue(AWARD, ada, EVIDENCE);
      await expect(credentials.connect(ada).renounce(AWARD))
        .to.emit(credentials, "Revoked")
        .withArgs(AWARD, ada.address, ada.address, ZeroHash);
      await expect(credentials.connect(ben).renounce(AWARD))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotHeld")
        .withArgs(AWARD, ben.address);
      await asIssuer.issue(AWARD, ada, EVIDENCE);
      expect(await credentials.totalAt(AWARD, await time.latest())).to.equal(1n);
    });
  });

  describe("the count", () => {
    it("keeps what has lapsed until anybody trims it, and passes over what is valid or was trimmed", async () => {
      const { credentials, asIssuer, ada, ben, stranger, token } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      await time.increase(TERM);
      await asIssuer.issue(PERSON, ben, EVIDENCE);
      const before = await time.latest();
      expect(await credentials.totalAt(PERSON, before)).to.equal(2n);
      const trim = credentials.connect(stranger).expire(PERSON, [ada, ben, stranger, ada]);
      await expect(trim).to.emit(credentials, "Transfer").withArgs(ada.address, ZeroAddress, token);
      const now = await time.latest();
      expect(await credentials.totalAt(PERSON, now)).to.equal(1n);
      expect(await credentials.totalAt(PERSON, before)).to.equal(2n);
      expect(await credentials.hasAt(PERSON, ben, now)).to.equal(true);
      await expect(credentials.expire(PERSON, [ada])).not.to.emit(credentials, "Transfer");
    });

    it("has lapsed in the very second of its end: it can be trimmed then, and issued again", async () => {
      for (const then of ["expire", "issue"] as const) {
        const { credentials, asIssuer, ada } = await fixture();
        await asIssuer.issue(PERSON, ada, EVIDENCE);
        const end = await credentials.untilOf(PERSON, ada);
        await time.setNextBlockTimestamp(end);
        if (then === "expire") await credentials.expire(PERSON, [ada]);
        else await asIssuer.issue(PERSON, ada, EVIDENCE);
        expect(await credentials.untilOf(PERSON, ada)).to.equal(then === "expire" ? 0n : end + BigInt(TERM));
        expect(await credentials.totalAt(PERSON, end)).to.equal(then === "expire" ? 0n : 1n);
      }
    });

    it("is asked for of seconds that 48 bits hold, so that none is taken for another", async () => {
      const { credentials, ada } = await fixture();
      for (const ask of [
        () => credentials.hasAt(PERSON, ada, 2n ** 48n),
        () => credentials.totalAt(PERSON, 2n ** 48n),
      ])
        await expect(ask())
          .to.be.revertedWithCustomError(credentials, "SafeCastOverflowedUintDowncast")
          .withArgs(48, 2n ** 48n);
    });

    it("is right when what has lapsed untrimmed is issued again", async () => {
      const { credentials, asIssuer, ada, token } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      await time.increase(TERM);
      await expect(asIssuer.issue(PERSON, ada, EVIDENCE))
        .to.emit(credentials, "Transfer")
        .withArgs(ada.address, ZeroAddress, token)
        .and.to.emit(credentials, "Transfer")
        .withArgs(ZeroAddress, ada.address, token);
      expect(await credentials.totalAt(PERSON, await time.latest())).to.equal(1n);
    });
  });

  describe("as tokens", () => {
    it("are read as ERC-721 and ERC-5192 say", async () => {
      const { credentials, asIssuer, ada, ben, token } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      await asIssuer.issue(AWARD, ada, EVIDENCE);
      expect(token).to.equal(BigInt(ada.address));
      const award = await credentials.tokenOf(AWARD, ada);
      expect(award).to.equal((1n << 160n) | BigInt(ada.address));
      expect([await credentials.name(), await credentials.symbol()]).to.deep.equal(["Credentials", "CRED"]);
      expect(await credentials.balanceOf(ada)).to.equal(2n);
      expect(await credentials.balanceOf(ben)).to.equal(0n);
      await expect(credentials.balanceOf(ZeroAddress)).to.be.revertedWithCustomError(
        credentials,
        "ERC721InvalidOwner",
      );
      expect(await credentials.ownerOf(award)).to.equal(ada.address);
      expect(await credentials.locked(award)).to.equal(true);
      expect(await credentials.getApproved(award)).to.equal(ZeroAddress);
      expect(await credentials.isApprovedForAll(ada, ben)).to.equal(false);
      const other = await credentials.tokenOf(AWARD, ben);
      for (const call of ["locked", "getApproved", "ownerOf", "tokenURI"] as const)
        await expect(credentials[call](other))
          .to.be.revertedWithCustomError(credentials, "ERC721NonexistentToken")
          .withArgs(other);
      for (const id of ["0x01ffc9a7", "0x80ac58cd", "0x5b5e139f", "0xb45a3c0e"])
        expect(await credentials.supportsInterface(id), id).to.equal(true);
      expect(await credentials.supportsInterface("0xffffffff")).to.equal(false);
    });

    it("say their class and their end in their own URI", async () => {
      const { credentials, asIssuer, ada, token } = await fixture();
      await credentials.openClass(`0x${"41".repeat(32)}`, asIssuer.runner as never, DAY, true);
      for (const kind of [PERSON, AWARD, 2]) await asIssuer.issue(kind, ada, EVIDENCE);
      for (const [kind, name] of [
        [PERSON, "PERSON"],
        [AWARD, 'A "B"'],
        [2, "A".repeat(32)],
      ] as const) {
        const uri = await credentials.tokenURI(await credentials.tokenOf(kind, ada));
        const [head, body] = uri.split(",");
        expect(head).to.equal("data:application/json;base64");
        const json = JSON.parse(toUtf8String(decodeBase64(body!))) as Record<string, unknown>;
        expect(json.name).to.equal(name);
        expect(json.attributes).to.deep.equal([
          {
            display_type: "date",
            trait_type: "valid until",
            value: Number(await credentials.untilOf(kind, ada)),
          },
        ]);
      }
      expect(token).to.be.above(0n);
    });

    it("are nobody's to transfer, or to let others transfer", async () => {
      const { credentials, asIssuer, ada, ben, token } = await fixture();
      await asIssuer.issue(PERSON, ada, EVIDENCE);
      const own = credentials.connect(ada);
      for (const call of [
        () => own.approve(ben, token),
        () => own.setApprovalForAll(ben, true),
        () => own.transferFrom(ada, ben, token),
        () => own["safeTransferFrom(address,address,uint256)"](ada, ben, token),
        () => own["safeTransferFrom(address,address,uint256,bytes)"](ada, ben, token, "0x"),
      ])
        await expect(call()).to.be.revertedWithCustomError(credentials, "Credentials_NotTransferable");
    });
  });
});
