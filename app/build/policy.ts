import type { Plugin } from "vite";

/**
 * What the page may load: its own files, and answers of the endpoints that its user chooses. Styles of single elements are
 * for the charts' tooltips, pictures in the page for the icons of wallets. WalletConnect has its relay, and a frame that
 * tells the wallet from where the page is; a site without a project closes both again (app/src/data/policy.ts).
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' http: https: wss://relay.walletconnect.org",
  "frame-src https://verify.walletconnect.org",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Writes the policy into the built page; the development server needs scripts that it would forbid. */
export function contentPolicy(): Plugin {
  return {
    name: "polity:content-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
