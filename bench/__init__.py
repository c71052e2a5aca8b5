"""Measurements: `python -m bench [NAME...]`. Figures are ratios within one run where that is possible."""
