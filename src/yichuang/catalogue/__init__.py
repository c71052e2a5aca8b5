"""The catalogue of service items: what government does for people, by version, from draft to publication.

Purpose: one published version of an item is the single source of its guide, form, checklist, fee, steps and clock.

Tables: BasicItem (the shared basic catalogue), Item, ItemVersion (content as one document), VersionEvent (append-only
history of acts), ImportBatch (append-only record of files taken in).

Acts: create, start a draft, save, submit; review by the department, the legal office and the centre, each of which may
send back; publish (the version published before is superseded), suspend, resume, cancel, discard; import and export.

What holds: at most one version of an item is published or suspended, at most one is being written or reviewed;
content is fixed once published; a cancelled item never opens again; nothing is published while an element is missing.

Law: ALL 30, OBE 35, OBE 36 (what must be public), ALL 42 (limits), ALL 58 (fees), OBE 40 (cancelled items),
AY 13 (no catch-all materials); ALL 43, 49, 50, 70; AY 24, 25 (how cases may be handled off the straight road).
"""
