"""Hall: what stands in the hall. For now the second screen of a window (一机双屏).

Purpose: a device beside a window shows the applicant what the clerk enters, takes the applicant's word that it is right (or which
part is wrong), shows the receipt, and asks how the service was. A device proves itself by a random token in its cookie; it comes
to a window by a six-digit code that the clerk reads from it.

Tables: Screen (a device, the window and clerk it serves, what it shows), PairingGuess (wrong codes of an account).

Acts: open, pair, take, unpair; show a draft, ask to confirm, show a receipt, ask for a rating, clear (the clerk); confirm, say
what is wrong, stay, choose a language, finish the rating (whoever sits before the screen); settle (time itself).

What always holds: one screen per window and one per clerk; only the clerk whose screen it is drives it, and only while he may
receive at that window; nothing of a person is stored here, a screen holds only the key of a draft or the number of a case and
reads the rest while it is shown; an answer counts only for what stood on the screen when it was given; after two minutes without
activity the screen is empty.

Law: AY 36; PIPL 6, 51.
"""
