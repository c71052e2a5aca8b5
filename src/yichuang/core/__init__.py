"""Foundations that every context may use: errors, clock, actor, rights, digests, sealed fields, search text, tables of rows.

Core has no database tables and no words of one context. What lives here is used by at least two contexts.

Law: CRY 41 and PIPL 51 (digests and encryption of personal data), GB 11643, GB 32100 (numbers of people and bodies).
"""
