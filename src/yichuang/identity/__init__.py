"""Identity: who somebody is to the centre, how they sign in, and as what they act.

Tables: Account (applicants and staff), and AccountEvent, to which sign-ins, failures, locks, changes of an account and
each look at unmasked personal data add a row that is never changed.

Acts: register an applicant, create a staff account, sign in and out, change and reset a password, switch an account off
and on, unlock it, choose a language, unmask personal data (always recorded).

What holds: names, identity numbers, phones and e-mail addresses are encrypted at rest and found again by a keyed digest;
a login that is a phone number is stored as such a digest only. One identity number of a kind has one account, and one
member of staff has one account. Rights come only from the posts held on the day of the act; an account that is switched
off, staff released, and posts or bodies that are closed give none. Five failed sign-ins to a login from one address lock
it there for fifteen minutes.

Law: PIPL 28, 31, 51 (sensitive data, children under 14, encryption and de-identification), GB 11643, GB 32100.
"""
