"""How fast it is, by its own command: ``pytest tests/benchmarks/bench_*.py``. Never part of the test run."""
