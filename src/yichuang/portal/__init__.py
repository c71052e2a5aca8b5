"""Portal: the pages of whoever applies, and of anybody who asks how things stand.

Purpose: find a service and read its guide, apply step by step with everything kept that was typed, follow one's own
cases with each due date explained, correct when asked, fetch the papers, look up progress, verify a paper.

Tables: none. All reading and writing goes through the queries and services of the contexts below.

Acts: none of its own; it calls `cases.services` (drafts, submission, correction) for the applicant who is signed in.

What always holds: every page works without JavaScript; a change is a POST that is answered by a redirect, and the same
form sent again changes nothing more; answers are kept as typed even when they are wrong; somebody else's case and one that
does not exist get the same answer; neither names nor numbers of persons stand in an address or a log line.

Law: ALL 30 (publicity), 32 (told once what is missing); OBE 35, 36; PIPL 51.
"""
