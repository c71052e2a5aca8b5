"""Feedback: what people think of the service they got (好差评).

Purpose: take one rating of five levels for each visit at a window and one for each case handled online, with marks and a line of
text where somebody likes to give them, and count them for those who answer for the service.

Tables: Rating (append-only; the text is sealed).

Acts: rate at the second screen of a window, rate online.

What always holds: nobody rates before there was a service; nobody is made to rate; a rating is never changed or deleted; the same
key gives the first answer; who works in the centre sees counts, never a single rating with the case it belongs to.

Law: GB39046 A.8 (the levels, 1 is the best); PIPL 51.
"""
