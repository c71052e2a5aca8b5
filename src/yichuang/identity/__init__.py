"""Identity: who somebody is to the centre, how they sign in, as what they act, and for whom.

Tables: Account (applicants and staff), Mandate (who may act for whom, in what and when), RecoveryCode, Throttle, and
AccountEvent, to which sign-ins, failures, locks, mandates, changes of an account and each look at unmasked personal data
add a row that is never changed.

Acts: register an applicant, create a staff account, sign in and out, change, reset and recover a password, switch an
account off and on, unlock it, choose a language, correct and export one's own data, unmask personal data (always
recorded), give, withdraw and lay down a mandate, act for its principal.

What holds: names, identity numbers, phones and e-mail addresses are encrypted at rest and found again by a keyed digest;
a login that is a phone number is stored as such a digest only. One identity number of a kind has one account, and one
member of staff has one account. Rights come only from the posts held on the day of the act; an account that is switched
off, staff released, and posts or bodies that are closed give none. An agent acts for somebody only while the mandate
holds: each request looks again. Five failed sign-ins to a login from one address lock it there for fifteen minutes;
registering, looking for people and asking for codes is counted too.

Law: PIPL 28, 31, 44, 45, 46, 51 (sensitive data, children under 14, one's own data, encryption and de-identification),
CIV 161, 162, 165, 173 (agents and mandates), GB 11643, GB 32100.
"""
