"""Documents: files that people hand in, and papers that bodies issue.

Purpose: keep every file once, by its content; number, write and render official papers; let anybody check a paper.

Tables: `StoredContent` (one row per distinct file content), `Upload` (who handed in which content under which name),
`Paper` (an issued paper: number, data sealed, verification code), `PaperFile` (its rendered PDF), `PaperCounter`
(the last number per organisation, year and kind). `Paper` and `PaperFile` are only ever inserted.

Acts: store an upload, issue a paper (allocates its number), render a paper (once), verify a paper by code or by file.

What holds: the same content is stored once; a file reaches its final place before the row that names it commits, so
a crash leaves at most a file that nobody names; numbers of one organisation, year and kind have no gaps; the same data
gives the same bytes; a test seal says that it is one.

Nothing here knows cases: `subject` is a text of the caller, such as a case number.

Law: ALL 32, 38, 39, 44 (papers, seals, dates), GB/T 9704 (form of official papers), PIPL 51 (masking in verification).
"""
