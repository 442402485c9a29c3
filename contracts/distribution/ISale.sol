// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IBudgetSpender} from "./IBudgetSpender.sol";

/**
 * @title ISale
 * @notice Sales of the network's token, each opened by a vote out of a treasury budget, at a price that is fixed or falls in
 * a straight line. Nobody can change an open sale, and only a vote can end it early.
 *
 * Amounts are in base units of their token, times and durations in seconds. A price is in base units of the payment token
 * for 10^18 base units of the token that is sold: for one token. The payment token `address(0)` is ether. Ids count from 1.
 *
 * A sale is over when its time is up, when everything is sold, or when a vote has closed it. It has then succeeded if it
 * raised its least amount, and has failed otherwise:
 *
 *     Pending -> Open -> Succeeded    buyers have their tokens, the treasury the proceeds and what is unsold
 *                     -> Failed       buyers take their payments back, the treasury all tokens
 *
 * Where there is no least amount a purchase is final, and its tokens are handed over at once.
 */
interface ISale is IBudgetSpender {
    enum Status {
        Pending,
        Open,
        Succeeded,
        Failed
    }

    /// @notice What a vote decides about a sale.
    struct Terms {
        /// @dev The treasury budget that the tokens come from and what is unsold goes back to. Its spender is this contract.
        /// {open} takes 0 for the one that the same proposal has granted last.
        uint256 budgetId;
        /// @dev What is paid with: an ERC-20 that the treasury lists and that moves exactly what it is asked to, or 0 for ether.
        address payment;
        /// @dev The price at the start, 1 at least.
        uint96 startPrice;
        /// @dev The price at the end, 1 at least and at most the first. Between, the price falls in a straight line.
        uint96 endPrice;
        /// @dev How many tokens are sold at the most.
        uint96 amount;
        /// @dev When the sale begins; at once if that has passed. At most a year ahead.
        uint48 start;
        /// @dev The payments without which the sale fails; 0 for none.
        uint128 least;
        /// @dev The most tokens that an account may buy; 0 for no cap. Warning: a person can have many accounts. Only an
        /// allow list of persons makes a cap bind.
        uint96 cap;
        /// @dev From the start until the end: an hour to a year.
        uint32 duration;
        /// @dev How long what is bought vests, from the sale's end as planned; 0 if it goes to the buyer's account.
        uint32 vestingSeconds;
        /// @dev How long after that end nothing is vested.
        uint32 cliffSeconds;
        /// @dev The root of the accounts that may buy, as a standard tree of `address` leaves; 0 for everybody.
        bytes32 allowList;
        /// @dev What the treasury books the proceeds under.
        bytes32 category;
    }

    /// @notice A sale. `terms.start` is when it really begins.
    struct State {
        Terms terms;
        uint96 sold;
        /// @dev What buyers have paid.
        uint128 raised;
        /// @dev Whether a vote has ended the sale early.
        bool closed;
        /// @dev Whether what is unsold went back to the treasury.
        bool returned;
        /// @dev What of the proceeds went to the treasury.
        uint128 collected;
    }

    /// @notice What an account has bought, and what it paid for that and can still take back if the sale fails.
    struct Purchase {
        uint96 bought;
        uint128 paid;
        /// @dev Whether the tokens were claimed after the sale. Tokens that were handed over at once are not claimed.
        bool claimed;
    }

    /// @notice A vote opened a sale.
    event SaleOpened(uint256 indexed saleId, uint256 indexed budgetId, Terms terms);
    /// @notice A vote ended the sale early, or tried to end it again.
    event SaleClosed(uint256 indexed saleId);
    /// @notice `buyer` bought `amount` for `cost` of `payment`.
    event Bought(uint256 indexed saleId, address indexed buyer, address indexed payment, uint256 amount, uint256 cost);
    /// @notice What `buyer` bought is in `recipient`: the buyer's account or its vesting vault.
    event Delivered(uint256 indexed saleId, address indexed buyer, address indexed recipient, uint256 amount);
    /// @notice The sale failed, and `buyer` had its payment of `cost` sent to `to`, as `amount` (see {heldOf}).
    event PaymentReturned(
        uint256 indexed saleId,
        address indexed buyer,
        address indexed to,
        address payment,
        uint256 cost,
        uint256 amount
    );
    /// @notice Proceeds of `cost` went to the treasury, as `amount` (see {heldOf}).
    event ProceedsCollected(uint256 indexed saleId, address indexed payment, uint256 cost, uint256 amount);
    /// @notice `amount`, which nobody bought, went back to the budget.
    event UnsoldReturned(uint256 indexed saleId, uint256 indexed budgetId, uint256 amount);

    /// @notice There is no sale `saleId`.
    error Sale_Unknown(uint256 saleId);
    /// @notice A sale needs tokens, prices of at least 1 of which the second is not higher, and a least amount that can be
    /// reached at the first price.
    error Sale_BadTerms(uint256 amount, uint256 startPrice, uint256 endPrice, uint256 least);
    /// @notice A sale starts within a year and lasts an hour to a year; all in seconds.
    error Sale_BadTimes(uint256 start, uint256 duration, uint256 latestStart);
    /// @notice The treasury has no books for `payment`, so it could not take the proceeds; or it is the token that is sold.
    error Sale_BadPayment(address payment);
    /// @notice Only an open sale sells; this one is `status` (0 pending, 2 succeeded, 3 failed).
    error Sale_NotOpen(uint256 saleId, Status status);
    /// @notice Only a sale that has succeeded hands over tokens.
    error Sale_NotSucceeded(uint256 saleId, Status status);
    /// @notice Only a sale that has failed gives payments back.
    error Sale_NotFailed(uint256 saleId, Status status);
    /// @notice What is unsold goes back when the sale is over.
    error Sale_NotOver(uint256 saleId, Status status);
    /// @notice The list of the sale does not have `account`, or the proof is not of it.
    error Sale_NotAllowed(uint256 saleId, address account);
    /// @notice Nothing is bought with an amount of 0.
    error Sale_ZeroAmount();
    /// @notice The price is `price` now, and the buyer accepts `maxPrice` at the most.
    error Sale_PriceTooHigh(uint256 saleId, uint256 price, uint256 maxPrice);
    /// @notice `account` would have bought `total`, and may buy `cap`.
    error Sale_CapExceeded(uint256 saleId, address account, uint256 total, uint256 cap);
    /// @notice `sent` wei came with the call; `needed` are at least needed, or none if the sale is not in ether.
    error Sale_WrongValue(uint256 sent, uint256 needed);
    /// @notice The payment token was asked for `expected`, and `received` arrived: it takes a fee, or lies.
    error Sale_WrongReceipt(address payment, uint256 received, uint256 expected);
    /// @notice Nothing of `account` waits to be claimed: it bought nothing, has claimed, or had its tokens at once.
    error Sale_NothingToClaim(uint256 saleId, address account);
    /// @notice `account` paid nothing, or has taken it back.
    error Sale_NothingToRefund(uint256 saleId, address account);
    /// @notice There are no proceeds that the treasury does not have.
    error Sale_NothingToCollect(uint256 saleId);
    /// @notice Everything was sold, or what was not is back already.
    error Sale_NothingToReturn(uint256 saleId);
    /// @notice Proceeds stay here until they are `least`, and they are `raised`: else buyers take them back.
    error Sale_LeastNotRaised(uint256 saleId, uint256 raised, uint256 least);

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Opens a sale with tokens of a budget. Owner: the timelock.
    /// @dev Errors: NotTimelock, BadTerms, BadTimes, BadPayment, NoVesting, CliffAfterEnd, EndsTooLate, WrongToken, and those
    /// of {ITreasury-disburse}.
    /// @return saleId The number of sales that were ever opened.
    function open(Terms calldata terms) external returns (uint256 saleId);

    /// @notice Ends a sale at once. What was bought stays bought; if the least amount is not reached, the sale has failed.
    /// Owner: the timelock, meant for emergencies too, since it can only stop; it never fails for a sale there is.
    /// @dev Errors: NotTimelock, Unknown.
    function close(uint256 saleId) external;

    // ---------------------------------------------------------------------------------------------- For buyers

    /**
     * @notice Buys `amount`, or what is left if that is less, for the caller. Ether that is more than the cost comes back.
     * Open to anyone whom the allow list has.
     * @dev The cost is rounded up: the buyer pays for the part of a unit. Errors: Unknown, NotOpen, NotAllowed, ZeroAmount, PriceTooHigh,
     * CapExceeded, WrongValue, WrongReceipt, and those of the payment token.
     * @param maxPrice The highest price that the caller accepts: it protects against a transaction that comes early.
     * @param proof Proves that the caller is on the allow list; empty if the sale has no list.
     * @return bought What was bought.
     * @return cost What was paid for it.
     */
    function buy(
        uint256 saleId,
        uint256 amount,
        uint256 maxPrice,
        bytes32[] calldata proof
    ) external payable returns (uint256 bought, uint256 cost);

    /// @notice Takes back what the caller paid in a sale that has failed, and sends it to `to`. Owner: the buyer.
    /// @dev Errors: Unknown, NotFailed, NothingToRefund, and those of the payment token.
    /// @return amount What was sent; see {heldOf}.
    function refund(uint256 saleId, address payable to) external returns (uint256 amount);

    // --------------------------------------------------------------------------------------------- For everyone

    /// @notice Hands `account` what it bought in a sale that has succeeded. Open to anyone, without a deadline. Only sales with
    /// a least amount have something to claim. Errors: Unknown, NotSucceeded, NothingToClaim.
    function claim(uint256 saleId, address account) external returns (address recipient);

    /// @notice Deposits proceeds in the treasury: as soon as the least amount is reached, and as often as there are new ones.
    /// Open to anyone. Errors: Unknown, LeastNotRaised, NothingToCollect, and those of {ITreasury-deposit}.
    /// @return amount What was deposited; see {heldOf}.
    function collect(uint256 saleId) external returns (uint256 amount);

    /// @notice Gives what is unsold back to the budget, when the sale is over. Open to anyone.
    /// @dev Errors: Unknown, NotOver, NothingToReturn.
    function returnUnsold(uint256 saleId) external returns (uint256 amount);

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice A sale as stored. Errors: Unknown.
    function sale(uint256 saleId) external view returns (State memory);

    /// @notice Where a sale stands now. Errors: Unknown.
    function statusOf(uint256 saleId) external view returns (Status);

    /// @notice What {buy} would sell now, what it would cost, and the price, rounded up; as if the sale were open, and for
    /// nobody in particular. Errors: Unknown.
    function quote(uint256 saleId, uint256 amount) external view returns (uint256 bought, uint256 cost, uint256 price);

    /// @notice What `account` has bought.
    function purchaseOf(uint256 saleId, address account) external view returns (Purchase memory);

    /**
     * @notice What is owed of a payment token, to buyers or the treasury, in all sales together.
     * @dev A token whose balances shrink by themselves may leave less than that here. Then each payment out is lowered in
     * proportion, so that nobody gains by being first. What a token adds by itself stays here.
     */
    function heldOf(address payment) external view returns (uint256);

    /// @notice How many sales were ever opened.
    function saleCount() external view returns (uint256);
}
