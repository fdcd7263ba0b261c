"""Result codes of STK payments, with the texts that each channel uses for them."""

PAID = "0"
STILL_PROCESSING = "4999"

CALLBACK_TEXTS = {
    PAID: "The service request is processed successfully.",
    "1": "The balance is insufficient for the transaction.",
    "2": "Declined due to limit rule.",
    "3": "Declined due to limit rule: greater than the maximum transaction amount.",
    "4": "Declined due to limit rule: would exceed daily transfer limit.",
    "8": "Declined due to limit rule: would exceed the maximum balance.",
    "17": "Rule limited.",
    "26": "System busy. The service request is rejected.",
    "1001": "Unable to lock subscriber, a transaction is already in process for the current "
    "subscriber",
    "1019": "Transaction has expired.",
    "1025": "An error occurred while sending a push request.",
    "1031": "SMSC ACK timeout.",
    "1032": "Request cancelled by user.",
    "1036": "SMSC ACK timeout.",
    "1037": "No response from user.",
    "2001": "The initiator information is invalid.",
    "2002": "The Agent number and Store number entered do not match.",
    "2006": "The account status does not allow the transaction.",
    "2028": "The request is not permitted according to product assignment.",
    "2029": "The request could not be resolved.",
    "2040": "Credit Party customer type can't be supported by the service.",
    "8006": "The security credential is locked.",
    "9999": "An error occurred while sending a push request.",
    "E3008": "Error, the user has a bad debt contract.",
    "SFC_IC0003": "The operator does not exist.",
    STILL_PROCESSING: "The transaction is still under processing",
}

# The same numbers mean other things when they are about us and not about a payer.
ASYNC_TEXTS = CALLBACK_TEXTS | {
    "1": "The balance is insufficient for the transaction.",
    "11": "The DebitParty is in an invalid state.",
    "15": "Duplicate Detected.",
    "17": "System internal error.",
    "18": "The initiator credential check failure.",
    "21": "The initiator is not allowed to initiate this request.",
    "25": "Invalid parameter.",
    "R000001": "The transaction has already been reversed.",
    "R000002": "The OriginalTransactionID is invalid.",
    "SFC_IC0003": "The operator does not exist.",
}

# The query has other texts for the same codes: integrators must map on the code alone.
QUERY_TEXTS = CALLBACK_TEXTS | {
    "1032": "Request cancelled by user",
    "1037": "DS timeout user cannot be reached.",
}


def callback_text(code: str) -> str:
    """Return the ResultDesc of a callback."""
    return CALLBACK_TEXTS.get(code, "An unspecified error occurred.")


def query_text(code: str) -> str:
    """Return the ResultDesc of a status query."""
    return QUERY_TEXTS.get(code, "An unspecified error occurred.")


def async_text(code: str) -> str:
    """Return the ResultDesc of the result of an asynchronous request."""
    return ASYNC_TEXTS.get(code, "An unspecified error occurred.")


def as_json_value(code: str) -> int | str:
    """Return the ResultCode as a callback spells it: a number, unless it is none."""
    return int(code) if code.isdigit() else code
