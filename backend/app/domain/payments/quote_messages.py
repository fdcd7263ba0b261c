"""The next step for a player who may not pay in or out now, by the refusal of the quote."""

from app.domain.problems import ProblemCode

NEXT_STEPS: dict[ProblemCode, str] = {
    ProblemCode.AMOUNT_NOT_ALLOWED: "Choose another amount.",
    ProblemCode.INSUFFICIENT_BALANCE: "Choose a smaller amount, or deposit first.",
    ProblemCode.DEPOSITS_PAUSED: "Try again later. What is in your wallet can be played with.",
    ProblemCode.WITHDRAWALS_PAUSED: "Try again later. What is in your wallet stays yours.",
    ProblemCode.WITHDRAWAL_COOLING_OFF: "Come back then. If it was not you, write to our support.",
    ProblemCode.WITHDRAWAL_NEW_DEVICE: "Use your other device. If this is not you, change the"
    " password.",
    ProblemCode.DAILY_LIMIT_REACHED: "Choose a smaller amount, or try again tomorrow.",
    ProblemCode.EXCLUDED: "You can withdraw what is in your wallet at any time.",
    ProblemCode.OWN_LIMIT_REACHED: "Choose a smaller amount, or come back later.",
    ProblemCode.WALLET_FULL: "Withdraw or play first, or deposit less.",
}
