"""Voting events over HTTP: setting one up, its tablets, checking voters in, and the steward's menu at a tablet."""
