"""Supervision: electronic supervision (电子监察) of all that is done, before, during and after.

Purpose: look at every case, item and month by rules; light a light for who is responsible before it is too late, then for his
leaders; and follow each light until it is explained, put right, or somebody answers for it.

Tables: CaseFact (one narrow row a case) and MonthCount (what they add up to), both made from the ledger; Signal and Entry (what
was found and every act on it, append-only, chained digests); Told (who was told, append-only); Measure (supervise orders,
recommendations, inquiries, hand-overs); Parked (cases that could not be examined); Edition (rules that were in force); Progress;
Watching (records of watching people at work, append-only).

Acts: the system follows the ledger, sweeps, raises, notifies, settles and withdraws signals; the body explains, puts right,
appeals, reports; the supervisor confirms, cancels, upholds, gives cards, orders, inquires, checks, hands over.

What always holds: one signal for one rule, subject and place, however often it is examined; a sweep finds what following along
finds; a rule with a broken parameter is refused, a case that cannot be examined is parked, and all else goes on; closed cases
examined under the rules in force are not read again. Nobody judges his own matter.

Law: ALL 32, 38, 42-45, 48, 72; OBE 35, 36; ESV-a, ESV-b, ESV-d (local rules of electronic supervision); PRACT 001 (three strikes).
"""
