"""Console: the pages of supervision (监察台), no tables: for the supervisor, and for those who answer.

Purpose: what is lit now and why, with the whole story of the case beside it; every number opens to its rows. A page shows only
the acts that are possible for this reader now; what a service refuses stands on the page, and what was typed is kept.

Pages: lights, signals, one signal with its acts, signals about us, measures and their papers, indicators and the cases behind
them, the wall of the centre, the rules, what the operator looks after.

What always holds: only staff come in, supervisors to the console and whoever it concerns to the signals about them; changes are
POSTs with a key followed by a redirect, grave ones are read once more before they are done; everything works without scripts.

Law: ESV-d 14 (days to answer); PRACT 001 (three strikes).
"""
