"""The pages of officials: the day, the worklist, one case with its acts, intake at the window, and what managers keep.

Purpose: every act that an official may do is a plain page that works without JavaScript. A page shows only the acts that
are possible for this actor now; what a service refuses stands on the page with its status, and what was typed is kept.

Tables: none. `services` only joins acts of other contexts into one transaction (intake, files at the window, on-the-spot items).

Pages: today, worklist, case, files; intake; messages and questions, notices, standard texts; items, versions, import and export; organisations, windows, posts, staff; accounts;
calendars and the deadline calculator; the check of the ledger.

What always holds: only staff come in (others sign in, or are refused); changes are POSTs followed by a redirect and carry
a key, so that a double click is one act; personal data is masked, and each look at it or at a file with it is recorded.

Law: ALL 32 (everything missing at once, in writing), 38 (reasons), 45 (what is not counted, shown day by day); PIPL 51 (masking, record of looks); OBE 36, 37.
"""
