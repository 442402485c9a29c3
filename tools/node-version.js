// Plain JavaScript for any Node: says in one line what an unsupported version would say in a stack trace.
const [major, minor] = process.versions.node.split(".").map(Number);
const supported = major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19);
if (!supported) {
  console.error(
    `Polity needs Node 20.19+, 22.13+ or 24+; this is Node ${process.versions.node}. Run: nvm install 20`,
  );
  process.exit(1);
}
