"""The roll: who may vote, as opaque references with an electorate, and their voting codes. No names, ever."""
