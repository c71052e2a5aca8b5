"""The only place that knows everything: settings, addresses, wiring, the console program, the embedded database, the demonstration.

Nothing imports config but the processes that start here. No tables.
"""
