"""Cases: one application from the draft to the archive, moved only by acts, each act one row of its ledger.

Purpose: take an application in, give it a number, and carry it through receipt, correction, acceptance, review, decision, issue,
delivery and archive, with every due date explained and every act written down so that an altered row is found.

Tables: Case (the current reading), LedgerRow (append-only: who, in which post, when, what, why, under which article, digest of
the row before), CaseMaterial (append-only), Draft and Correction (what the applicant is still writing), Note (append-only, for staff only),
StandardText, SavedFilter, Follower (how far a reader of the ledger has come).

Acts: submit, receive, request correction, correct, accept, refuse, review, grant, deny, issue, deliver, archive
(`rules.states.TRANSITIONS` is the one table of them); hand over, which changes who has the case in hand and nothing else.

What always holds: a case changes only in `services.step.Step`, under the lock of its row; number, ledger row, paper and
new reading are committed together or not at all; a repeated request with the same key gives the first answer.

Others follow the ledger by `services.take_news`, after the act is committed: an act waits for nobody.

Law: ALL 29, 32, 34, 38, 39, 42, 44, 45, 82; SPC-L 6; OSR 12.
"""
