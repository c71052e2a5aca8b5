"""Screens: pages for devices in the hall, no tables. For now the second screen beside a window (一机双屏).

Purpose: what the applicant at the window sees: the code by which the clerk pairs the device, a quiet page while nobody is served,
what the clerk enters, the question whether it is right, the receipt, and the question how it was. The page asks every second
whether anything changed and answers with nothing (204) while nothing did; without JavaScript it reloads itself.

What always holds: the device is known by its cookie alone, nobody signs in here; nothing is cached; what a person may read from a
metre is large and in the language chosen on the screen; an answer counts only for what stood there; a page that cannot reach the
centre hides what it shows.
"""
