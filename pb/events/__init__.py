"""Voting events: when and where, the tablets that stand there, checking voters in, and what help was given."""
