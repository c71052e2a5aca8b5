"""Working-day calendars, terms, stops, and due dates that explain themselves day by day.

Purpose: say on which day a limit ends, why, and whether the answer rests on a calendar that is not yet confirmed. A
limit has a life: its term, an extension, and stops in which it is not counted; `due_date` is the life without them.
Limits are read as laws write them.

Tables: `CalendarYear` (one calendar of a region for a year: provisional or confirmed, with its source),
`CalendarDay` (only the days that differ from Monday-to-Friday), `CalendarChange` (append-only history).

Acts: `seed_national_years`, `confirm_year`, `set_day`. Each raises the revision of the year and writes history.

A region uses its own calendar year where it has one, else that of the nearest region above it, up to the national one.
A calendar is data and never computed: swaps of days off are announced each year. A year that has not been announced is
provisional: weekends and the statutory days whose date is known, nothing else.

Law: HOL 2 (13 days off), HOL 4 (local days off), HOL 7 (swapped days), WORK 7 (Saturday and Sunday off);
CIV 201, CIV 202, CIV 203 (counting of limits); ALL 82 (limits of the licensing law are in working days), ALL 42
(extension), ALL 45 (what is not counted).
"""
