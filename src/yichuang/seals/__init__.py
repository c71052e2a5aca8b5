"""Seals: which seals a body has and who keeps them, sealing of papers, and checking of what is sealed.

Tables: `Seal` (the register: kind, purpose, keeper, since when, in use, broken or withdrawn), `SealKey` (certificate and
sealed keys of a seal), `BuiltInAuthority` (the built-in root, one row at most), `SealHistory` (every act on a seal),
`SealUse` (every sealing: for what, for whom, under which authority, digests, detached SM2 signature). All but `Seal`
are only ever inserted.

Acts: register a seal, hand it to another keeper, break or withdraw it, seal a PDF, check a PDF.

What holds: a body has at most one seal of a kind in use; a seal seals only while it is in use, and its end waits for the
sealings under way; one paper is sealed once by one seal; every sealing has its row in the same transaction; any changed
byte of a sealed file is told, by the signature in the file and by the digest in the register.

Who signs: a `vendors.Signer`. The built-in test authority marks all it makes as a test: name of certificate, words of the
seal, answer of every check. A live site names the adapter of a licensed electronic seal service in
`settings.SEAL_SIGNERS` (name to dotted path of a class that keeps to `vendors.Signer`) and registers its seals with that
name; `SealKey.secret` then holds what the adapter needs to find the seal at the service. The files stay checkable here
by the certificates in the register; a service that signs files by SM2 alone needs a reader of its own. The built-in keys
live in the database, encrypted, and the arithmetic of SM2 is not in constant time: neither is for a live site.

Law: ALL 32, 39 (seals on papers); OSR 8, 9 (electronic signatures and seals); ESL 13, 14 (reliable signatures);
CRY 30, 41 (licensed certification, commercial cryptography).
"""
