"""Everything we imitate of the strangers, and how sure we are that they really do it."""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """Where a behaviour comes from."""

    OBSERVED = "observed"  # somebody measured it and published the bytes
    DOCUMENTED = "documented"  # the owner's own pages say so
    MODELLED = "modelled"  # nobody outside knows; this is our most useful guess


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One thing that an integrator can notice."""

    name: str
    label: Label
    what: str


def _rows(label: Label, rows: dict[str, str]) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(name=name, label=label, what=what) for name, what in rows.items())


BEHAVIOURS: tuple[Behaviour, ...] = (
    *_rows(
        Label.OBSERVED,
        {
            "oauth_token": "a 28-character token, and expires_in as the string 3599",
            "oauth_wrong_credentials": "HTTP 400 with an empty body",
            "gateway_form_body": "a form instead of JSON is an invalid BusinessShortCode",
            "gateway_no_apiproduct": "401.003.01 although the token is fine",
            "gateway_html_page": "an HTML page of the firewall, not JSON",
            "push_missing_description": "a missing TransactionDesc is called Invalid Remarks",
            "push_callback_not_a_url": "a placeholder is refused, the host is not looked up",
            "push_numbers_or_strings": "numeric fields are taken as numbers and as strings",
            "push_ids": "MerchantRequestID and CheckoutRequestID in their present form",
            "callback_headers": "JSON with a charset, and a Businessshortcode header",
            "callback_balance_without_value": "an item called Balance without any Value",
            "callback_text_code": "ResultCode is a number, but a string when it is no number",
            "callback_no_retry": "a callback that fails is not sent again",
            "callback_duplicated": "production integrators receive a callback more than once",
            "callback_lost": "production integrators miss callbacks of payments that happened",
            "receipt_date_coded": "ten capitals and digits that begin with year, month and day",
            "payer_unreachable": "1037 some 26 seconds after the push",
            "payer_bad_debt": "refusals such as E3008 and SFC_IC0003 that are no numbers",
            "query_pending": "4999 while the prompt is on the phone",
            "query_noise_in_500": "500.001.1001, still processing, as HTTP 500",
            "query_noise_in_200": "an error body with an empty message as HTTP 200",
            "query_noise_when_finished": "500.001.1001 without message between good answers",
            "result_failure_generic_id": "failed results share a TransactionID like SKE0000000",
            "result_shapes": "ResultParameter and ReferenceItem as object, array or absent",
            "result_text_code": "an asynchronous ResultCode is a number or a string",
            "query_unknown_id": "500.001.1001, the transaction does not exist",
            "query_other_words": "ResultDesc differs from the callback's for the same code",
            "query_contradiction": "the query says failed although the callback said paid",
        },
    ),
    *_rows(
        Label.DOCUMENTED,
        {
            "oauth_not_basic": "400.008.01 for another scheme than Basic",
            "oauth_grant_type": "400.008.02 for another grant type",
            "oauth_newest_token_only": "a new token ends the one before it",
            "oauth_token_expires": "a token is good for an hour",
            "gateway_bad_token": "404.001.03 for a token that is unknown or over",
            "gateway_bad_token_spellings": "other products spell a bad token in other codes",
            "gateway_no_header": "404.001.04 without an Authorization header",
            "gateway_get_on_post_api": "404.001.04 for a GET on a POST API",
            "gateway_bad_json": "400.002.05 for a body that is not JSON",
            "gateway_unknown_path": "404.001.01 for a wrong path or version",
            "gateway_spike_arrest": "500.003.02 when called too fast, and nothing is processed",
            "push_accepted": "ResponseCode is the string 0 and means queued",
            "push_invalid_field": "400.002.02 with the name of the field",
            "push_whole_shillings": "decimals, zero and negative amounts are Invalid Amount",
            "push_maximum": "more than 250 000 is Invalid Amount",
            "push_forbidden_words": "a URL with mpesa, sql, query and such is Invalid CallBackURL",
            "push_unknown_merchant": "500.001.1001 Merchant does not exist",
            "push_wrong_password": "500.001.1001 Wrong credentials",
            "push_subscriber_lock": "500.001.1001 while another prompt is open on the phone",
            "callback_success": "the stkCallback envelope with metadata items",
            "callback_amount_decimals": "the amount is a JSON number such as 500.00",
            "callback_failure": "no CallbackMetadata at all when it failed",
            "payer_insufficient": "1 when the money is short, pretended or real",
            "payer_cancels": "1032",
            "payer_ignores": "1037 when nobody answers the prompt",
            "payer_times_out": "1019 when it was not processed in time",
            "payer_wrong_pin": "2001",
            "payer_same_amount": "17 for the same amount within two minutes",
            "payer_daily_limit": "4 above 500 000 a day",
            "query_final": "the result as a string, without receipt, amount or phone",
            "b2c_accepted": "ResponseCode 0 with our id and theirs means queued",
            "b2c_result": "the Result envelope with receipt, name, time and balances",
            "b2c_invalid_field": "400.002.02 with the name of the field",
            "b2c_bad_token": "401.002.01",
            "b2c_repetition": "500.002.1001 for an OriginatorConversationID used before",
            "b2c_version_1": "version 1 makes the id itself and pays a repetition again",
            "b2c_credential": "a password encrypted with the published certificate, else 2001",
            "b2c_operator_locked": "several wrong passwords lock the API operator: 8006",
            "b2c_float": "1 when the utility account holds too little, whatever is in Working",
            "b2c_limits": "2 below 10, 3 above 250 000, 4 above 500 000 a day",
            "b2c_balance_cap": "8 when the phone would hold more than 500 000",
            "b2c_not_registered": "2040 for another network, SFC_IC0003 for no phone at all",
            "b2c_charges": "the tariff is debited from Charges Paid, which goes below zero",
            "b2c_queue_timeout": "a notice to QueueTimeOutURL that decides nothing",
            "status_repeated_key": "the sample calls both parties DebitPartyName",
            "status_answer": "outer ids of the query, inner ids and status of the transaction",
            "status_by_originator": "a payout is found by its OriginatorConversationID",
            "status_values": "Completed, Declined, Cancelled, Expired and three that are open",
            "status_items_without_value": "items without a Value",
            "status_bad_token": "400.003.01",
            "c2b_register": "RegisterURL in both versions",
            "c2b_register_once": "production takes one registration, the sandbox any number",
            "c2b_confirmation": "the flat body with the amount as a string and the new balance",
            "c2b_hashed_payer": "version 1 hides the payer behind SHA-256",
            "c2b_validation": "external validation asks first, and a refusal moves no money",
            "c2b_validation_timeout": "silence for 8 seconds means the registered ResponseType",
            "c2b_third_party_id": "the confirmation echoes the ThirdPartyTransID of validation",
            "c2b_simulate": "the sandbox pays as any number it is given",
            "c2b_masked_payer": "version 2 masks the payer with spaces and stars",
            "sms_accepted": "201 with a row for each recipient",
            "sms_recipient_failure": "201 with a status code for each failed recipient",
            "sms_unauthorized": "401 as plain text",
        },
    ),
    *_rows(
        Label.MODELLED,
        {
            "push_order_of_complaints": "token, JSON, fields, URL, merchant, password, subscriber",
            "push_utc_timestamp": "a password made from UTC is Wrong credentials",
            "push_reference_characters": "AccountReference takes 15 letters and digits at most",
            "push_response_code": "a 200 whose ResponseCode is not 0",
            "connection_reset": "the line is cut before or after the request took effect",
            "connection_hangs": "silence until the caller gives up",
            "connection_truncated": "half of a JSON body",
            "callback_before_response": "the callback overtakes the answer to the push",
            "callback_delayed": "the callback comes long after the payment",
            "callback_wrong_amount": "a callback that claims another amount",
            "callback_amount_forms": "the amount as 500, 500.00 or a string",
            "callback_payer_forms": "the payer masked, hashed, as a string or absent",
            "callback_items_reordered": "items in another order",
            "callback_without_metadata": "a success without CallbackMetadata",
            "payer_pin_locks": "three wrong PINs in a row lock the line: 8006",
            "payer_other_network": "2040 for a line of another network",
            "payer_unknown_code": "a code that no table knows",
            "payer_pays_late": "a success after a failure",
            "payer_approves": "the owner approves after two seconds and M-Pesa writes an SMS",
            "b2c_repetition_in_200": "a repetition told as ResponseCode 1 in an HTTP 200",
            "b2c_other_codes": "any other code on request, with or without moving money",
            "b2c_wrong_claims": "a result that claims another amount or receiver",
            "b2c_timeout_body": "the notice is a Result envelope with ResultType 1",
            "b2c_stuck": "a payout that waits for somebody to authorise it",
            "b2c_two_stories": "a failure result and then a success, or the reverse",
            "result_lost": "a result that is never sent although money moved",
            "result_repeated": "a result that is sent several times",
            "result_late": "a result that comes long after the decision",
            "result_before_response": "a result that overtakes the acknowledgement",
            "status_not_found": "an unknown transaction is a result code that is not 0",
            "status_not_found_yet": "a transaction can be unknown for a while after it began",
            "status_silence": "a query that is accepted and never answered",
            "status_wrong_answers": "an answer with another status, amount or receipt",
            "org_accounts": "every movement is an entry in Utility, Working or Charges Paid",
            "org_statement": "the entries of a Nairobi day as a bank statement",
            "c2b_twin": "an STK payment also raises the C2B confirmation of the same receipt",
            "c2b_full_payer": "the payer in full, as before 2022",
            "c2b_unreliable": "a confirmation that is lost, repeated or late",
            "c2b_hostile_text": "names and references are whatever somebody typed",
            "paybill_tariff": "the charge for a payment is borne by the customer or by us",
            "c2b_by_hand": "somebody pays from the M-Pesa menu",
            "books_balance": "the paybill holds the sum of its receipts, and the phones the rest",
            "world_survives_restart": "prompts, callbacks, phones and faults outlive the process",
        },
    ),
)

BY_NAME = {behaviour.name: behaviour for behaviour in BEHAVIOURS}
