"""Participatory budgeting for SEND partnerships, from the pooled pot to a published, recounted result."""
