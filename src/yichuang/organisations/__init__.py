"""Organisations: where the centre is, which bodies work in it, and who holds which post on which day.

Tables: Region, Organisation, Office, Window, Post, StaffMember, PostHolding, StaffLeave, AuthorityLetter, and
OrganisationHistory, to which every act adds a row that is never changed.

Acts: register and rename regions and organisations, open and close offices and windows, create and close posts, hire
and release staff, assign posts and end a holding, name deputies, enter and end leave, say how and when windows are
found. All need the right to keep organisations; the holder of a post may also appoint a colleague who stands in, and end
that, and everybody enters and ends their own leave. Letters of authority are granted and withdrawn by who keeps letters.

What holds: a post has at most one holder and one who stands in on any day, the latter for 90 days at most; a dedicated
window belongs to one organisation and a comprehensive one to none; a region's level is what its code says; a body's
credit code is right and its own. Nothing is deleted: what ends carries its last day.

On days of leave somebody's posts give no rights; the deputy of each stands in unless somebody was appointed. A letter of
authority (授权书) is personal: its number is once in an organisation, it holds for three years at most, and only while the
person holds the post, stands in, or is its deputy.

A post is the only source of rights (`core.rights`): posts of the centre's own authority reach the whole centre, all
others their organisation.

Law: GB39046 A.2 (levels), GB 32100 (credit codes), OBE 37, ZJ 6 (comprehensive windows).
"""
