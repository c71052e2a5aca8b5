"""Archives: a closed case as one package that is understood and checked without this software.

Purpose: put content, metadata, ledger and signatures of a closed case into one ZIP file with a documented layout
(docs/developers/package.md), keep it, and hand it out; `tools/check_package.py` checks it anywhere.

Tables: `Package` (one for each case and the last row of its ledger that it holds), `PackageRead` (who was given one, and why).
Both are only ever inserted.

Acts: make a package, hand one out; jobs make those of archived cases, after each act on them.

What holds: a package is made of a closed case whose ledger proves itself and whose files are what was handed in; it is made
once, and the same case gives the same bytes up to the signature; a case that goes on afterwards (also in the archive, as
when a grant is revoked) gets a further package that names the former, which stay. The manifest names every file with two digests; the signature is over the manifest.

The four properties asked of a receiving archive: genuine (ledger, signatures), complete (the manifest lists no more and no
less than there is), usable (plain JSON, PDF and the files as handed in, with Chinese titles), safe (digests, rights, every
reading on record).

Law: OSR 12 (electronic files are archived); ARC 37, 39; ARI 19, 39, 40; after GB/T 42727 (electronic files of government services).
"""
