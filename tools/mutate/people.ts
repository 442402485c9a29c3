import { inFile, type Mutation } from "./mutation";

const contract = (name: string): string => `contracts/people/${name}.sol`;

/** What credentials, reputation and the votes that count by them promise: one change for each promise, or more. */
export const mutations: Mutation[] = [
  ...inFile(contract("Credentials"), [
    // How it is made.
    ["if (timelock == address(0)) revert Credentials_NoTimelock();", ""],
    ["i < classes.length; ++i) _open", "i + 1 < classes.length; ++i) _open"],
    ["kind == MAX_CLASSES", "kind > MAX_CLASSES"],
    ["data.term < MIN_TERM", "data.term <= MIN_TERM"],
    ["if (data.term < MIN_TERM) revert Credentials_BadTerm(data.term, MIN_TERM);", ""],
    // Who may do what.
    ["if (msg.sender != TIMELOCK) revert Credentials_NotTimelock(msg.sender);", ""],
    ["_class(kind).issuer = issuer;", ""],
    ["if (msg.sender != TIMELOCK) {", "if (true) {"],
    ["            if (msg.sender != data.issuer) revert Credentials_NotIssuer(kind, msg.sender);\n", ""],
    ["if (!data.revocable) revert Credentials_Irrevocable(kind);", ""],
    ["        if (msg.sender != data.issuer) revert Credentials_NotIssuer(kind, msg.sender);\n        return", "        return"], // prettier-ignore
    ["kind >= _classes.length", "kind > _classes.length"],
    // Issuing, renewing, ending.
    ["if (account == address(0)) revert Credentials_ZeroAccount();", ""],
    ["if (end > block.timestamp) revert", "if (end >= block.timestamp) revert"],
    ["if (end > block.timestamp) revert Credentials_AlreadyHeld(kind, account, end);", ""],
    ["        if (end != 0) _end(kind, account);\n        _set", "        _set"],
    ["        _count(kind, 1);\n", ""],
    ["        _requireHeld(kind, account);\n        _set", "        _set"],
    ["        _requireHeld(kind, account);\n        _end", "        _end"],
    ["return block.timestamp + data.term;", "return block.timestamp + data.term - 1;"],
    ["_revoke(kind, msg.sender, 0);", "_revoke(kind, msg.sender, bytes32(kind + 1));"],
    ["if (end != 0 && end <= block.timestamp)", "if (end <= block.timestamp)"],
    ["end <= block.timestamp) _end", "end < block.timestamp) _end"],
    ["if (end != 0 && end <= block.timestamp) _end", "if (end != 0) _end"],
    ["        _set(kind, account, 0);\n", ""],
    ["        _count(kind, -1);\n", ""],
    ["emit Revoked(kind, account, msg.sender, reason);", ""],
    ["emit Transfer(account, address(0), tokenOf(kind, account));", ""],
    ["emit Locked(id);", ""],
    ["emit Renewed(kind, account, until);", ""],
    // Reading.
    ["upperLookup(timepoint.toUint48()) > timepoint", "upperLookup(timepoint.toUint48()) >= timepoint"], // prettier-ignore
    ["return _ends[kind][account].upperLookup(timepoint.toUint48())", "return _ends[kind][account].upperLookup(uint48(timepoint))"], // prettier-ignore
    ["return _counts[kind].upperLookup(timepoint.toUint48());", "return _counts[kind].latest();"],
    ["(kind << 160) | uint160(account)", "(kind << 160) ^ uint160(account)", "the two parts share no bit"],
    ["if (account == address(0)) revert ERC721InvalidOwner(account);", ""],
    ["if (hasAt(kind, account, block.timestamp)) ++count;", "++count;"],
    ["if (!hasAt(tokenId >> 160, account, block.timestamp)) revert ERC721NonexistentToken(tokenId);", ""],
    ["        ownerOf(tokenId);\n        return true;", "        return true;"],
    ["        ownerOf(tokenId);\n        return address(0);", "        return address(0);"],
    ["length < 32 && word[length] != 0", "length < 31 && word[length] != 0"],
    ["interfaceId == type(IERC5192).interfaceId ||", "false ||"],
    ["interfaceId == type(IERC721Metadata).interfaceId ||", "false ||"],
  ]),
  ...inFile(contract("Reputation"), [
    ["if (timelock == address(0)) revert Reputation_NoTimelock();", ""],
    ["if (msg.sender != TIMELOCK) revert Reputation_NotTimelock(msg.sender);", ""],
    ["if (!awarder.known) revert Reputation_NotAwarder(msg.sender);", ""],
    ["perQuarter, true);", "perQuarter, perQuarter != 0);"],
    ["Math.min(points, Math.min(_left(awarder), type(uint96).max - total.slope))", "Math.min(points, type(uint96).max - total.slope)"], // prettier-ignore
    ["Math.min(_left(awarder), type(uint96).max - total.slope)", "_left(awarder)"],
    ["if (given == 0) return 0;", ""],
    ["uint96(_given(awarder) + given)", "uint96(given)"],
    ["uint96(_given(awarder) + given), _quarter())", "uint96(_given(awarder) + given), 0)"],
    ["_total.add(total, given, week);", ""],
    ["        _total.add(total, given, week);\n        _total.close(total);", "        _total.add(total, given, week);"], // prettier-ignore
    ["trace.add(cursor, given, week);", ""],
    ["external onlyTimelock {\n        uint256 has", "external {\n        uint256 has"],
    ["if (points == 0 || points > has)", "if (points > has)"],
    ["if (points == 0 || points > has)", "if (points == 0)"],
    ["points > has)", "points >= has)"],
    ["_total.remove(total, points, week);", ""],
    ["trace.remove(cursor, points, week);", ""],
    ["emit Revoked(account, week, points, reason);", ""],
    ["uint96 perQuarter) external onlyTimelock", "uint96 perQuarter) external"],
    ["week <= block.timestamp / PowerTrace.WEEK ? 0", "week < block.timestamp / PowerTrace.WEEK ? 0"],
    ["week <= block.timestamp / PowerTrace.WEEK ? 0 : _traces", "false ? 0 : _traces"],
    ["(_quarter() + LIFE) * QUARTER", "(_quarter() + LIFE - 1) * QUARTER"],
    ["_votesAt(_traces[account], _past(timepoint))", "_votesAt(_traces[account], timepoint)"],
    ["_votesAt(_total, _past(timepoint))", "_votesAt(_total, timepoint)"],
    ["emit DelegateVotesChanged(account, before, _votesOf(cursor.slope, cursor.bias, block.timestamp));", ""],
    ["(bias * PowerTrace.WEEK - slope * time) / MAX_TIME", "(bias * PowerTrace.WEEK - slope * time) / (MAX_TIME - 1)"], // prettier-ignore
    ["Math.saturatingSub(awarder.perQuarter, _given(awarder))", "awarder.perQuarter - _given(awarder)"],
    ["awarder.quarter == _quarter() ? awarder.given : 0", "awarder.given"],
  ]),
  ...inFile(contract("PersonalVotes"), [
    ["        _requireTimestamps(stake);\n", ""],
    ["        credentials.classOf(kind);\n", ""],
    ["getPastVotes(account, clock() - 1)", "getPastVotes(account, clock() - 2)"],
    ["CREDENTIALS.hasAt(KIND, account, time) && ", ""],
    [" && CREDENTIALS.hasAt(KIND, account, time - SEASONING)", ""],
    ["SEASONING = 14 days", "SEASONING = 14 days - 1"],
    ["SEASONING = 14 days", "SEASONING = 14 days + 1"],
    [" - STAKE.getPastVotes(EXCLUDED, time)", ""],
    ["return STAKE.delegates(account);", "return account;"],
  ]),
  ...inFile(contract("QuadraticVotes"), [
    ["        _past(timepoint);\n", ""],
    ["account == EXCLUDED || ", ""],
    ["if (account == EXCLUDED || !_isPerson(account, timepoint)) return 0;", "if (account == EXCLUDED) return 0;"], // prettier-ignore
    ["return Math.sqrt(STAKE.getPastVotes(account, timepoint) * ONE);", "return STAKE.getPastVotes(account, timepoint);"], // prettier-ignore
    ["CREDENTIALS.totalAt(KIND, _past(timepoint))", "CREDENTIALS.totalAt(KIND, timepoint)", "the stake refuses times to come with the same words"], // prettier-ignore
    ["CREDENTIALS.totalAt(KIND, _past(timepoint)) * ", ""],
    ["_stakeAt(timepoint) * ONE", "_stakeAt(timepoint)"],
  ]),
  ...inFile(contract("BlendedVotes"), [
    ["        _requireTimestamps(reputation);\n", ""],
    ["rhoBps == 0 || ", ""],
    ["rhoBps > MAX_RHO_BPS || ", ""],
    ["rhoBps > MAX_RHO_BPS", "rhoBps >= MAX_RHO_BPS"],
    [" || target == 0)", ")"],
    ["        _past(timepoint);\n        if", "        if"],
    ["if (account == EXCLUDED) return 0;", ""],
    ["Math.min(all, TARGET)", "TARGET"],
    ["Math.min(all, TARGET)", "all"],
    ["(ONE - rho) * stake", "ONE * stake"],
    ["if (stake != 0) votes", "votes"],
    ["all != 0 && _isPerson", "_isPerson"],
    [" && _isPerson(account, timepoint)", ""],
    ["Math.min(REPUTATION.getPastVotes(account, timepoint), all / FIFTIETH)", "REPUTATION.getPastVotes(account, timepoint)"], // prettier-ignore
    ["all / FIFTIETH)) / all", "all / (FIFTIETH - 1))) / all"],
    ["        _past(timepoint);\n        return ONE;", "        return ONE;"],
  ]),
];
