"""Correspondence: what the centre and people say to each other, beside the papers of a case.

Purpose: tell people what happened to their cases, let applicant and staff write to each other about a case, and answer
questions of anybody (我要问), publicly where the asker agrees.

Tables: Notice (to one account; one for each row of the ledger, message or answer), Conversation (one for each case, with the marks
of what each side has read), Message (append-only), Consultation, Answer (append-only, one for each consultation),
ConsultationEvent (append-only: who asked, passed on, answered, published with which wording, withdrew).

Acts: take news of the ledger, mark as read; say; ask, pass on, answer, publish, withdraw.

What holds: a row of the ledger gives each reader one notice, however often it is told. Texts of notices are made when they are
read, in the reader's language; messages by phone and mail carry the number of the case and no other personal data. What was said
or answered is never changed; the public wording of a question and its answer stands apart from both.

Decided: the applicant sees organisation, post and name of who answers, as on papers; the public sees the organisation only.

Law: AY 36, PIPL 6, PIPL 51.
"""
