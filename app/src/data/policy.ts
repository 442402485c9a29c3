/** What is left of the page's content policy where the site names no project of WalletConnect: a second policy only takes. */
const WITHOUT_RELAY = "connect-src 'self' http: https:; frame-src 'none'";

/** Closes what the page's own policy opens for WalletConnect. */
export function closeRelay(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = WITHOUT_RELAY;
  document.head.append(policy);
}
