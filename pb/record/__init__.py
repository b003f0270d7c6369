"""The append-only record: every act of staff is a line in a hash chain, written in the same transaction as the act."""
