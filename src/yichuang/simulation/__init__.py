"""Simulation: a made-up year of a centre, as many cases as are wanted, for demonstrations and for proving what watches them.

Purpose: fill a demonstration centre with cases whose arrivals, items, channels, durations and ends follow a documented model,
and in which breaches can be planted that electronic supervision is to find.

Tables: Year (which year was simulated, from which seed, and whether all of it is there).

Acts: `services.simulate`. The model is `rules` and plain: a stream of lives, each the same whatever else is made. Two writers make
cases of them: one leads each act through the services at its simulated instant, the other writes whole lives in bulk.

What always holds: the same seed gives the same year; case i does not depend on how many are made, nor on how many processes
make them; nothing is simulated where cases of real bodies are; a year that was stopped half-way is not taken for a whole one.

Law: as far as a life obeys it, it is the law of `cases`.
"""
