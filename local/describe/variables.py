"""What the examples take from nobody's answer."""

from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "EMAIL": "an address of yours",
    "PASSWORD": "a password of at least eight characters",
    "CODE": "the six digits of the latest mail; with Google, `code` of the address that the browser was sent back to",
    "TOTP_CODE": "what the authenticator app shows",
    "VERIFIER": "43 to 128 random characters, a new one for each sign-in with Google (RFC 7636)",
    "RETURN_TO": "where a program waits for its user's browser to come back, such as `http://127.0.0.1:49152/done`",
    "STATE": "`state` of the address that Google sent the browser back to",
    "BOOK": "a file on your machine",
    "PICTURE": "the id of a picture: a file of `kind` `picture` that is `ready`",
    "ADMIN_TOKEN": "the access token of an administrator",
    "STRIPE_SECRET": "what Stripe signs with",
    "EVENT": "an event of Stripe's, as it came",
    "R2_SECRET": "what the bridge to R2 signs with",
}
