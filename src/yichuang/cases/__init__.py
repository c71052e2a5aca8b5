"""Cases: one application from the draft to the archive, moved only by acts, each act one row of its ledger.

Purpose: take an application in, give it a number, and carry it wherever the law lets it go: correction, acceptance (also by the
law itself, or with materials that follow), review, special procedures, hearing, extension, a higher body, decision or an end
without one, issue, delivery, archive; and what becomes of that which was granted. Every due date is explained day by day, every
act is written down so that an altered row is found.

Tables: Case (the current reading), LedgerRow (append-only: who, in which post and by which authority, when, what, why, under
which article, digest of the row before), CaseStop (special procedures that stop clocks), Pledge (what the applicant promised),
CaseMaterial (append-only), Draft and Correction (what the applicant is still writing), Note (append-only, for staff only),
StandardText, SavedFilter, Follower (how far a reader of the ledger has come), DayProof (append-only).

Acts: `rules.transitions` is the one table of them, of what each does to the state and to the standing of the grant, and of who may
do it; `rules.fitting` says which make sense in a case; `services` has one function for each. What the law brings about when a
day has passed is done by `services.run_timers`. What the law leaves to the place stands in `rules.policy`.

What always holds: a case changes only in `services.step.Step`, under the lock of its row (due dates after a change of calendar
also in batches, which give the same rows); number, ledger row, paper and new reading are committed together or not at all; a
repeated request with the same key gives the first answer.

Others follow the ledger by `services.take_news`, after the act is committed: an act waits for nobody.

Law: ALL 8, 29, 32, 34, 35, 38, 39, 42-50, 69, 70, 82; AY 24-29, 36; ZJ 11, 14; BZ 10, 11, 19; SPC-L 6; OSR 12.
"""
