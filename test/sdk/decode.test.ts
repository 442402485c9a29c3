import { expect } from "chai";
import { EventFragment, getAddress, Interface, MinInt256 } from "ethers";

import { DOMAINS } from "@polity/sdk";
import { interfacesOf } from "@polity/sdk/core/interfaces";
import { EventDecoder } from "@polity/sdk/events/decode";

const WHO = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("The decoder of events", () => {
  it("reads each type as ethers does, negative numbers and what is indexed too", () => {
    const values: Record<string, unknown[]> = {
      int: [-5n, 5n, MinInt256],
      int256: [-1n],
      int8: [-128n, 127n],
      uint: [5n],
      uint8: [255n],
      bool: [true, false],
      address: [WHO],
      bytes4: ["0x12345678"],
      bytes32: [`0x${"ab".repeat(32)}`],
      bytes: ["0x", "0x1234"],
      "uint256[]": [[1n, 2n]],
      "(int256,bool)": [[-7n, true]],
    };
    for (const [type, all] of Object.entries(values)) {
      for (const value of all) {
        // The library that is compared with encodes no indexed lists.
        for (const indexed of /\[|\(/.test(type) ? [""] : ["", " indexed"]) {
          const abi = new Interface([`event Odd(${type}${indexed} value, int64 other)`]);
          const fragment = abi.getEvent("Odd")!;
          const log = abi.encodeEventLog(fragment, [value, -3n]);
          const read = new EventDecoder(fragment).decode(log);
          const right = abi.decodeEventLog(fragment, log.data, log.topics).toObject();
          // Of what has no fixed length a topic has the hash alone.
          const hash = indexed && type === "bytes" ? { value: log.topics[1] } : {};
          expect({ ...read }, `${type}${indexed}`).to.deep.equal({ ...right, ...hash });
        }
      }
    }
  });

  it("leaves addresses as they come where nobody shows them", () => {
    const abi = new Interface(["event Odd(address indexed one, address other)"]);
    const fragment = abi.getEvent("Odd")!;
    const [one, other] = [`0x${"aB".repeat(20)}`, `0x${"c".repeat(40)}`];
    const log = abi.encodeEventLog(fragment, [one.toLowerCase(), other]);
    expect(new EventDecoder(fragment, false).decode(log)).to.deep.equal({ one: one.toLowerCase(), other });
    expect(new EventDecoder(fragment).decode(log)).to.deep.equal({
      one: getAddress(one.toLowerCase()),
      other: getAddress(other),
    });
  });

  it("refuses an event with a type that it does not know, instead of answering something", () => {
    const odd = EventFragment.from("event Odd(uint256 value)");
    for (const type of ["fixed128x18", "function", "uint256x", ""]) {
      const inputs = [{ name: "value", type, indexed: false, baseType: type }];
      const fragment = Object.create(odd, {
        inputs: { value: inputs },
        topicHash: { value: "0x" },
      }) as EventFragment;
      expect(() => new EventDecoder(fragment), type).to.throw(/cannot be read/);
    }
  });

  it("knows every event of every contract", () => {
    let count = 0;
    for (const abi of Object.values(interfacesOf(DOMAINS))) {
      abi.forEachEvent((event) => {
        expect(new EventDecoder(event).topic).to.equal(event.topicHash);
        count += 1;
      });
    }
    expect(count).to.be.above(50);
  });
});
